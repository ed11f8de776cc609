"""Paragraphs in Markdown that begin in bold: the bold words may be a question, or a heading of the lines below."""

from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from app.corpus.markdown_inline import inline_text
from app.text import count_words, ends_question, ends_sentence


@dataclass(frozen=True, slots=True)
class Led:
    """A paragraph's bold beginning, and what follows it, `below` it by so many lines."""

    bold: str
    rest: str
    below: int


def led_by_bold(inline: Sequence[Token]) -> Led | None:
    """A paragraph that is bold altogether, or that goes on behind a bold question; None for any other."""
    shown = [token for token in inline if token.content or token.type != "text"]
    if not shown or shown[0].type != "strong_open":
        return None
    close = [token.type == "strong_close" and token.level == shown[0].level for token in shown].index(True)
    bold, rest = inline_text(shown[1:close]).strip(), inline_text(shown[close + 1 :])
    if not (ends_question(bold) or _may_head(bold, rest)):
        return None
    blank = rest[: len(rest) - len(rest.lstrip())]
    return Led(" ".join(bold.split()), rest.strip(), bold.count("\n") + blank.count("\n"))


_MOST_WORDS = 12


def _may_head(bold: str, rest: str) -> bool:
    """Short words alone, no sentence and no introduction of what follows."""
    return bool(bold) and not rest.strip() and not _says_more(bold)


def _says_more(bold: str) -> bool:
    return ends_sentence(bold) or bold.endswith((":", "：")) or count_words(bold) > _MOST_WORDS
