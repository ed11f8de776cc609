"""A line of text as it is gathered from inline elements."""

import re
from dataclasses import dataclass, field

_SPACE = re.compile(r"[ \t\n\r\f]+")
"""What browsers fold to one space; others, such as no-break spaces, stay."""


@dataclass(slots=True)
class Run:
    """The pieces of a line so far. Of its words it knows how many stand in bold, in links, in links within the page.

    `style` is that of its first word, blank where it does not stand out; from piece `other_at` on it is another.
    """

    pieces: list[str] = field(default_factory=list)
    words: int = 0
    linked: int = 0
    jumping: int = 0
    style: str | None = None
    other_at: int | None = None
    is_blank: bool = True

    def add(self, text: str, *, style: str, link: str | None) -> None:
        """Adds text as it stands; `link` is where it leads."""
        if text.strip():
            self.is_blank = False
            if self.style is None:
                self.style = style
            elif self.style != style and self.other_at is None:
                self.other_at = len(self.pieces)
        self.pieces.append(text)
        if letters := sum(map(str.isalnum, text)):
            self.words += letters
            self.linked += letters * (link is not None)
            self.jumping += letters * (link is not None and link.startswith("#"))

    def text(self, *, verbatim: bool = False) -> str:
        """The whole line, folded unless it is preformatted."""
        whole = "".join(self.pieces)
        return whole.rstrip() if verbatim else _folded(whole)

    @property
    def styled(self) -> int:
        """The length of its beginning in one style that stands out, in the folded text."""
        return len(_folded("".join(self.pieces[: self.other_at]))) if self.style else 0


def _folded(text: str) -> str:
    return _SPACE.sub(" ", text).strip(" ")
