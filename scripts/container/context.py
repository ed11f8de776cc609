"""Which files of the build context COPY may see: what .dockerignore leaves."""

import re
from collections.abc import Iterator
from pathlib import Path


def ignored(patterns: str, path: str) -> bool:
    """Whether .dockerignore keeps `path` (of a file, relative to it) out: the last pattern that fits decides."""
    out = False
    for pattern in filter(None, map(str.strip, patterns.splitlines())):
        if not pattern.startswith("#") and _expression(pattern.removeprefix("!")).fullmatch(path):
            out = not pattern.startswith("!")
    return out


def _expression(pattern: str) -> re.Pattern[str]:
    """A pattern fits a path and everything below it; `*` stays inside a name, `**/` is any number of folders."""
    parts = {"**/": "(?:.*/)?", "*": "[^/]*"}
    fitted = re.sub(r"\*\*/|\*|[^*]+", lambda m: parts.get(m[0], re.escape(m[0])), pattern.strip("/"))
    return re.compile(f"{fitted}(?:/.*)?")


def files_of(context: Path, source: str) -> Iterator[tuple[Path, str]]:
    """What COPY takes for one source: each file, and its path below the source (a file's own name for a file)."""
    patterns = (context / ".dockerignore").read_text(encoding="utf-8")
    named = context / source
    for file in [named] if named.is_file() else sorted(p for p in named.rglob("*") if p.is_file()):
        if not ignored(patterns, file.relative_to(context).as_posix()):
            yield file, file.name if file == named else file.relative_to(named).as_posix()
