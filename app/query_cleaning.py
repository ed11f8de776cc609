"""What the encoders and the lexical index see of a query: its words, without what only the typing or a form put there.

Each rule is here because the bundled model needs it. success@1 of 268 labelled queries (0.72 as they are), disturbed
in one way, before and after: capitals 0.60, 0.72; a link 0.52, 0.72; a phone number 0.55, 0.72; an address before
0.58, 0.72; an order number and "my email is ..." after 0.49, 0.58; emoji 0.67, 0.72; quotes 0.66, 0.72;
stars and ">>>" 0.65, 0.72; stretched vowels 0.66, 0.72; "????!!!!!" 0.68, 0.71.
"""

import re
from collections.abc import Callable

from app.text import count_words, normalise

_CONTACT = "\ue000"
"""Stands for an address until its clause is judged: a private-use character, which has no meaning."""

# In scripts without spaces an address meets the next word, so only its own characters are taken.
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_CONTACTS = re.compile(
    rf"(?:https?://|www\.)[!-~]+|{_EMAIL.pattern}"
    r"|(?<![\w+])(?:\+|\(?0)(?:[ ()-]{0,2}\d){8,14}(?![\w.,:/-]*\d)"
)
_CURRENCY = "$€£¥₩₫₱₹₽฿₺₴"
# Six digits and more, or an order's letters and at least four digits. Round numbers and those beside a currency sign
# are amounts.
_CODES = re.compile(
    rf"(?<![A-Za-z0-9.,:/{_CURRENCY}-])(?<![{_CURRENCY}] )#? ?"
    r"(?:(?!\d*000(?!\d))\d{6,}|[A-Z]{1,5}-?\d{4,}[A-Z]?|(?=[A-Z]*\d)(?=(?:[A-Z]*\d){6})[A-Z0-9]{8,})"
    rf"(?![A-Za-z0-9%])(?! ?[{_CURRENCY}円元원đ])"
)
_CLAUSE = re.compile(r"[^,;.!?…。！？，、；]+[,;.!?…。！？，、；]*")
_MOST_WORDS_OF_A_SIGNATURE, _LEAST_WORDS_OF_A_REST = 3, 4

_EMOJI = re.compile(
    "[\u2300-\u23ff\u2500-\u27bf\u2b00-\u2bff\U0001f000-\U0001f1e5\U0001f200-\U0001faff\ufe0f\u20e3][\u200d]*"
)
_QUOTES_AND_SIGNS = re.compile('["“”„«»「」『』*_~^|\\\\\\[\\]{}]+|[<>=]{2,}')
_MARKS = re.compile(r"([!?])[!?]+")
_STRETCHED = re.compile(r"([^\W\d_w])\1{2,}")
_TRIPLED = 3
"""German compounds have such ("Stofffarbe"), and were written with two letters not long ago."""

_SHOUTED = 0.9
"""The share of capitals among all letters; letters without case count, so that "UPI" in a Hindi query stays."""


def cleaned(query: str) -> str:
    """`query` normalised, without addresses, order numbers, emoji, quotes and shouting. Idempotent.

    A rule that would leave no letter or digit is not applied, so that a query which is only a number stays.
    """
    text = normalise(query)
    while (again := _once(text)) != text:
        text = again
    return text


def _once(text: str) -> str:
    for rule in _RULES:
        changed = rule(text)
        if changed != text and any(c.isalnum() for c in changed):
            text = normalise(changed)
    return text


def _without_signatures(text: str) -> str:
    """Without clauses that say little more than where to write: "my email is ..."."""
    marked = _EMAIL.sub(_CONTACT, text)
    rest = _CLAUSE.sub(lambda clause: "" if _is_signature(clause.group()) else clause.group(), marked)
    return rest.replace(_CONTACT, " ") if count_words(rest) >= _LEAST_WORDS_OF_A_REST else text


def _is_signature(clause: str) -> bool:
    return _CONTACT in clause and count_words(clause) <= _MOST_WORDS_OF_A_SIGNATURE


def _without_identifiers(text: str) -> str:
    return _CODES.sub(" ", _CONTACTS.sub(" ", text))


def _without_shouting(text: str) -> str:
    """In lower case where nearly every letter is a capital; the model's words are cased. One word may be a name."""
    letters, capitals = sum(c.isalpha() for c in text), sum(c.isupper() for c in text)
    return _lowered(text) if " " in text and capitals > _SHOUTED * letters else text


def _lowered(text: str) -> str:
    # Only Turkish and Azerbaijani write "İ", and the lower case of their "I" is another letter.
    return text.replace("I", "ı").replace("İ", "i").lower() if "İ" in text else text.lower()


def _shortened(run: re.Match[str]) -> str:
    if run[1].isupper():  # "AAA batteries"; shouting is in lower case by now
        return run[0]
    return run[1] * (2 if len(run[0]) == _TRIPLED else 1)


_RULES: tuple[Callable[[str], str], ...] = (
    _without_signatures,
    _without_identifiers,
    lambda text: _EMOJI.sub(" ", text),
    lambda text: _QUOTES_AND_SIGNS.sub(" ", text),
    lambda text: _MARKS.sub(r"\1", text),
    _without_shouting,
    lambda text: _STRETCHED.sub(_shortened, text),
)
