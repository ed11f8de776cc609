"""Markdown in pieces: its blocks as readers see them, each on the line where it stands in the file."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin

from app.corpus.bold_questions import led_by_bold
from app.corpus.column_words import ANSWERS, QUESTIONS, plain_name
from app.corpus.html_blocks import HtmlBlocks
from app.corpus.markdown_inline import inline_text
from app.corpus.pieces import BOLD, Piece
from app.errors import DocumentError
from app.text import ends_question

_ATTRIBUTES = re.compile(r" ?\{:?(?: ?(?:#(?P<id>[\w.:-]++)|\.[\w-]++|[\w-]++=[^\s{}]*+))+ ?\}$")
"""`{#id .class key=value}` behind a heading; other braces are text."""

_HTML_ANCHOR = re.compile(r"<\w+\s[^>]*?\b(?:id|name)\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)


def markdown_pieces(text: str, where: str) -> tuple[list[Piece], list[str]]:
    """The pieces of a text, and its comments, which nobody sees.

    Raises DocumentError, which begins with `where`, for quotes and lists deeper than the parser reads.
    """
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).use(deflist_plugin)
    tokens = parser.parse(text)
    _check_depth(tokens, parser.options["maxNesting"], where)
    walk = _Walk()
    for token, content in _with_content(tokens):
        walk.take(token, content)
    return walk.pieces, [comment for comment in walk.hidden if comment]


def _check_depth(tokens: Sequence[Token], deepest: int, where: str) -> None:
    """The parser leaves out what is below without a word."""
    for token in tokens:
        if token.nesting == 1 and token.level + 1 >= deepest:
            line = token.map[0] + 1 if token.map else 1
            raise DocumentError(
                f"{where}: line {line}: lists or quotes within one another, over {deepest // 2 - 1} deep. Flatten them."
            )


def _with_content(tokens: Sequence[Token]) -> Iterator[tuple[Token, Token | None]]:
    """Each block's token, an opening one with the inline token behind it."""
    for token, following in zip_longest(tokens, tokens[1:]):
        if token.type != "inline":
            yield token, following if following and following.type == "inline" else None


class _Walk:
    """Takes one block after another."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._html = HtmlBlocks()
        self._cells: list[str] = []
        self._asking_column: int | None = None
        self._is_header = False
        self._items: list[str] = []
        self._marker = ""
        self._line = 1

    @property
    def hidden(self) -> list[str]:
        return self._html.hidden

    def take(self, token: Token, content: Token | None) -> None:
        """Adds what a block shows; `content` is its text."""
        self._line = token.map[0] + 1 if token.map else self._line
        if content is not None:
            self.hidden.extend(_comments(content))
            self._take_text(token.type, token.tag, content)
        elif token.type in ("fence", "code_block"):
            self._add_text(token.content.rstrip("\n"), self._line + (token.type == "fence"))
        elif token.type == "html_block":
            self.pieces += self._html.pieces(token.content, self._line)
        else:
            self._take_bracket(token)

    def _take_text(self, kind: str, tag: str, content: Token) -> None:
        inline = content.children or []
        if kind == "heading_open":
            self._add_heading(int(tag[1]), inline)
        elif kind == "dt_open":
            self.pieces.append(Piece("question", self._line, _joined(inline_text(inline))))
        elif kind in ("td_open", "th_open"):
            self._cells.append(_joined(inline_text(inline)))
        else:
            self._add_paragraph(inline)

    def _take_bracket(self, token: Token) -> None:
        """An opening or closing token without a text of its own."""
        if token.type == "list_item_open":
            self._marker = f"{token.info}{token.markup} "
            self._items.append(" " * len(self._marker))
        elif token.type == "list_item_close":
            self._marker = ""
            if not self._items.pop():
                self._add_end()
        elif token.type == "dl_close":
            self._add_end()
        else:
            self._take_row(token.type)

    def _take_row(self, kind: str) -> None:
        """The rows of a table of questions and answers are questions with their answers; its header is none."""
        if kind == "tr_open":
            self._cells = []
        elif kind == "thead_open":
            self._asking_column, self._is_header = None, True
        elif kind == "thead_close":
            self._is_header = False
        elif kind == "tr_close":
            if self._is_header:
                self._asking_column = _asking_column(self._cells)
            self._add_row(self._cells)

    def _add_heading(self, level: int, inline: Sequence[Token]) -> None:
        text = _joined(inline_text(inline))
        explicit = _ATTRIBUTES.search(text)
        html = next((match for token in inline if (match := _HTML_ANCHOR.match(token.content))), None)
        anchor = (explicit and explicit["id"]) or (html and html[1])
        self.pieces.append(Piece("heading", self._line, _ATTRIBUTES.sub("", text), level, anchor))

    def _add_paragraph(self, inline: Sequence[Token]) -> None:
        """In a list only what asks in bold is more than text, and only up to the end of its item."""
        led = led_by_bold(inline)
        if led is None or (self._items and not ends_question(led.bold)):
            self._add_text(inline_text(inline), self._line)
            return
        self._marker = ""
        self._items[-1:] = [""] * bool(self._items)
        self.pieces.append(Piece("heading", self._line, led.bold, BOLD))
        self._add_text(led.rest, self._line + led.below)

    def _add_row(self, cells: Sequence[str]) -> None:
        asking = self._asking_column
        if asking is None:
            self._add_text(" | ".join(cells), self._line)
        elif not self._is_header:
            self.pieces.append(Piece("question", self._line, cells[asking]))
            self._add_text(" | ".join([*cells[:asking], *cells[asking + 1 :]]), self._line)
            self._add_end()

    def _add_end(self) -> None:
        self.pieces.append(Piece("end", self._line))

    def _add_text(self, text: str, line: int) -> None:
        """Behind the marker of its list item, or below what stands there."""
        if text.strip():
            indent = "".join(self._items)
            first = indent[: len(indent) - len(self._marker)] + self._marker
            lines = text.split("\n")
            indented = [first + lines[0], *(indent + rest for rest in lines[1:])]
            self.pieces.append(Piece("text", line, "\n".join(indented)))
            self._marker = ""


def _asking_column(names: Sequence[str]) -> int | None:
    """Which column of a table asks, where another one answers."""
    plain = [plain_name(name) for name in names]
    asking = [i for i, name in enumerate(plain) if name in QUESTIONS[0]]
    return asking[0] if len(asking) == 1 and ANSWERS[0] & {*plain} else None


def _joined(text: str) -> str:
    return " ".join(text.split())


def _comments(content: Token) -> Iterator[str]:
    for token in content.children or []:
        if token.type == "html_inline" and (comment := _COMMENT.match(token.content)):
            yield comment[1].strip()
