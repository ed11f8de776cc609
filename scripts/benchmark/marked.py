"""A part of a Markdown file between two comments, written by a command."""

from pathlib import Path

from scripts.benchmark.servers import BenchmarkError


def write_between(file: Path, name: str, text: str) -> None:
    """Replaces what stands between `<!-- name -->` and `<!-- /name -->`. Raises BenchmarkError without the two."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, found, rest = file.read_text(encoding="utf-8").partition(begin)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise BenchmarkError(f"{file} has no {begin} followed by {end}. Put them where the tables shall stand.")
    file.write_text(f"{before}{begin}\n{text.strip()}\n{end}{after}", encoding="utf-8")
