"""Markdown: headings, bold lines, foldable blocks and definitions tell the questions; front matter the rest."""

from app.corpus.elements import Dropped, Reading
from app.corpus.front_matter import front_matter
from app.corpus.headed import headed_elements
from app.corpus.markdown_pieces import markdown_pieces
from app.corpus.raw_file import RawFile
from app.errors import DocumentError

LONGEST = 1 << 20
"""Characters. The worst that can be written takes a minute."""


def read(file: RawFile) -> Reading:
    """The text without its markup, each element on the line of the file that it stands on."""
    told = file.decoded()
    if len(told.text) > LONGEST:
        raise DocumentError(f"{file.where}: over {LONGEST:,} characters of Markdown. Split it.")
    front = front_matter(told.text, file.where)
    pieces, hidden = markdown_pieces(_without_lines(told.text, front.lines), file.where)
    return Reading(
        elements=tuple(headed_elements(pieces)),
        title=front.title,
        updated=front.updated,
        url=front.url,
        language=front.language,
        merchant=front.merchant,
        dropped=tuple(Dropped(comment, "hidden") for comment in hidden),
        notes=told.notes,
    )


def _without_lines(text: str, lines: int) -> str:
    """The text with as many of its first lines blank."""
    return "\n" * lines + "".join(text.splitlines(keepends=True)[lines:])
