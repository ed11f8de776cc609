"""What is to be known of texts however they are laid out: whether one asks, whether two say the same."""

import re

from app.text import ends_question

_UNSPACED = r"\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"\d+|[{_UNSPACED}]|[^\W\d{_UNSPACED}]+")
_NUMBER = re.compile(r"(?<!\S)(\d{1,2})[.)](?=\s)")


def asks(text: str) -> bool:
    """Whether it ends as a question does; Japanese ones often end with a full stop."""
    return ends_question(text) or text.endswith("か。")


def key_of(text: str) -> str:
    """A text's letters and digits alone, without the numbers of lists."""
    return "".join(c for c in _uncounted(text).casefold() if c.isalnum())


def spoken(text: str) -> list[str]:
    """A text's words, without the numbers of lists; letters of scripts without spaces one by one."""
    return _WORD.findall(_uncounted(text).casefold())


def _uncounted(text: str) -> str:
    """Only numbers that count up from one are those of a list: "within 30. " is none."""
    expected = 1

    def kept(match: re.Match[str]) -> str:
        nonlocal expected
        number = int(match[1])
        counts = number in (1, expected)
        expected = number + 1 if counts else expected
        return "" if counts else match[0]

    return _NUMBER.sub(kept, text)
