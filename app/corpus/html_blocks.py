"""HTML in a text of another format: its visible text on the lines where it stands, and the questions that it marks."""

import re
from html import unescape

from app.corpus.markdown_inline import shown_address
from app.corpus.pieces import Kind, Piece

# Nothing that is scanned for an end without finding one is scanned again: html.parser takes the square for such tags.
_TOKEN = re.compile(
    r"<!--(?P<comment>(?:[^-]|-(?!->))*+)(?:-->|\Z)|<[!?](?P<unseen>[^<>]*)>"
    r"|<(?P<end>/?)(?P<tag>[a-zA-Z][\w:-]*+)(?P<attributes>(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*+)>"
)
_ATTRIBUTE = re.compile(r"\b(href|id|alt)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_QUESTIONS = frozenset({"summary", "dt"})
_ENDS = frozenset({"details", "dl"})
_BLOCKS = frozenset(
    ["p", "div", "ul", "ol", "li", "table", "tr", "section", "article", "dd", "blockquote", "pre", "br"]
)
_UNSEEN = frozenset({"script", "style", "template"})
_BETWEEN_CELLS = " | "


class HtmlBlocks:
    """Takes the HTML blocks of a text one after another; `hidden` collects their comments."""

    def __init__(self) -> None:
        self.hidden: list[str] = []
        self._pieces: list[Piece] = []
        self._written: list[str] = []
        self._link: tuple[int, str] | None = None
        self._here = self._begun = self._unseen = 0
        self._anchor: str | None = None

    def pieces(self, content: str, line: int) -> list[Piece]:
        """The pieces of a block that begins on a line."""
        self._here, self._pieces, self._unseen = line, [], 0
        position = 0
        for token in _TOKEN.finditer(content):
            self._take_text(content[position : token.start()])
            self._take_token(token)
            self._here += token[0].count("\n")
            position = token.end()
        self._take_text(content[position:])
        self._flush()
        return self._pieces

    def _take_text(self, source: str) -> None:
        text = source if self._written else source.lstrip()
        above = source[: len(source) - len(text)].count("\n")
        self._here += above
        self._write(unescape(text))
        self._here += source.count("\n") - above

    def _take_token(self, token: re.Match[str]) -> None:
        if token["comment"] is not None or token["unseen"] is not None:
            self.hidden.append((token["comment"] or token["unseen"] or "").strip())
        elif token["end"]:
            self._close(token["tag"].lower())
        else:
            told = {name.lower(): unescape("".join(value)) for name, *value in _ATTRIBUTE.findall(token["attributes"])}
            self._open(token["tag"].lower(), told)

    def _open(self, tag: str, told: dict[str, str]) -> None:
        self._unseen += tag in _UNSEEN
        if tag in _HEADINGS or tag in _QUESTIONS or tag in _BLOCKS:
            self._flush()
        if tag in _HEADINGS:
            self._anchor = told.get("id")
        if tag == "a":
            self._close_link()
            self._link = len(self._written), told.get("href", "")
        self._write({"li": "- ", "img": told.get("alt", "")}.get(tag, ""))

    def _close(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        if tag == "a":
            self._close_link()
        elif tag in _HEADINGS:
            self._flush("heading", _HEADINGS[tag])
        elif tag in _QUESTIONS:
            self._flush("question")
        elif tag in _ENDS:
            self._flush()
            self._pieces.append(Piece("end", self._here))
        else:
            self._close_block(tag)

    def _close_link(self) -> None:
        """A link within a link ends that one, as in browsers."""
        if self._link:
            start, address = self._link
            self._link = None
            self._write(shown_address(address, "".join(self._written[start:])))

    def _close_block(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._write(_BETWEEN_CELLS)
        elif tag == "tr":
            self._written = [" ".join("".join(self._written).split()).removesuffix(_BETWEEN_CELLS.rstrip())]
        if tag in _BLOCKS:
            self._flush()

    def _write(self, text: str) -> None:
        if text and not self._unseen:
            self._begun = self._begun if self._written else self._here
            self._written.append(text)

    def _flush(self, kind: Kind = "text", level: int = 0) -> None:
        """What was written since the last piece is one. A question is of one line."""
        lines = [line.strip() for line in "".join(self._written).strip().split("\n")]
        text = ("\n" if kind == "text" else " ").join(lines)
        if text:
            self._pieces.append(Piece(kind, self._begun, text, level, self._anchor))
        self._written, self._link, self._anchor = [], None, None
