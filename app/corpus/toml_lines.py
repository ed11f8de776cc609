"""A corpus folder's TOML files, with the line numbers that the standard library's reader does not keep."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from app.errors import CorpusError


def parsed(path: Path, content: bytes, error: type[CorpusError]) -> tuple[str, Mapping[str, object]]:
    """The text that the file at `path` holds, or is to hold, and its tables. Raises `error`, naming the line."""
    try:
        text = content.decode("utf-8-sig")
        return text, tomllib.loads(text)
    except UnicodeDecodeError as exc:
        line = content.count(b"\n", 0, exc.start) + 1
        raise error(f"{path}:{line}: not UTF-8 at byte {exc.start}. Save the file as UTF-8.") from exc
    except (ValueError, RecursionError) as exc:  # also numbers of too many digits, and arrays within arrays
        raise error(f"{path}:{_position_of(exc)}: not valid TOML ({exc}). Correct that line.") from exc


def table_line(text: str, name: str) -> list[int]:
    """The 1-based lines of the headers `[[name]]`, in order."""
    header = re.compile(rf"\s*\[\[\s*{re.escape(name)}\s*\]\]")
    return [number for number, line in enumerate(text.split("\n"), 1) if header.match(line)]


def _position_of(exc: Exception) -> str:
    """The line that the reader's message names (Python 3.11 to 3.13 have it in the text only)."""
    found = re.search(r"at line (\d+)", str(exc))
    return found[1] if found else "end"
