"""What a page shows, line by line, between the marks of where an answer opens and closes."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.corpus.page.told import Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line as a browser would break it. `level` is that of a heading, 0 in text.

    `prefix` is its bullet or indentation, `gap` how many line ends stand before it. `bold` is how much of its beginning
    stands out in one `style`. `is_link` and `is_jump`: it is nothing but links, or links within the page. `key` is that
    of the `Closing` which ends what this heading heads, at the latest.
    """

    text: str
    gap: int = 2
    prefix: str = ""
    level: int = 0
    anchor: str | None = None
    bold: int = 0
    style: str = ""
    is_link: bool = False
    is_jump: bool = False
    key: int | None = None

    @property
    def is_bold(self) -> bool:
        """Whether all of it is, but for a sign at its end."""
        return self.bold > 0 and not self.text[self.bold :].strip(" :：?？.")


@dataclass(frozen=True, slots=True)
class Opening:
    """Here begins what answers a told question; `level` is that of the heading which asks it, 0 where it is none."""

    told: Told
    key: int
    level: int
    anchor: str | None


@dataclass(frozen=True, slots=True)
class Closing:
    """Here ends what was opened with this key."""

    key: int


Shown = Line | Opening | Closing


def joined(lines: Sequence[Line]) -> str:
    """Lines as one text, without the indentation that they share."""
    indent = min((len(line.prefix) - len(line.prefix.lstrip()) for line in lines), default=0)
    parts = ["\n" * line.gap + line.prefix[indent:] + line.text for line in lines]
    return "".join(parts).lstrip("\n ")
