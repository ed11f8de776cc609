"""Line numbers in a TOML file, which the standard library's reader does not keep."""

import re


def table_line(text: str, name: str) -> list[int]:
    """The 1-based lines of the headers `[[name]]`, in order."""
    header = re.compile(rf"\s*\[\[\s*{re.escape(name)}\s*\]\]")
    return [number for number, line in enumerate(text.split("\n"), 1) if header.match(line)]


def position_of(exc: Exception) -> str:
    """The line that the reader's message names (Python 3.11 to 3.13 have it in the text only)."""
    found = re.search(r"at line (\d+)", str(exc))
    return found[1] if found else "end"
