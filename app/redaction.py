"""Takes out of a query what may tell who asked: e-mail addresses, and numbers of phones, orders, cards and accounts."""

import re

EMAIL, NUMBER = "[e-mail]", "[number]"

# Letters of an address reach as far as their alphabet does: a text without spaces goes on right before and after it.
_LATIN, _OTHER = r"A-Za-z0-9À-ɏ\u0300-\u036f", r"\s\x00-ɏ\u0300-\u036f"
_ADDRESS = re.compile(rf"(?:[{_LATIN}.!#$%&'*+/=?^_`{{|}}~-]+|[^{_OTHER}]+)[@＠](?:[{_LATIN}.-]+|[^{_OTHER}][^\s]*)")

# Between the digits of one number: spaces, what prints nothing, and dots, dashes, brackets and slashes of all kinds.
_UNSEEN = r"\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_BETWEEN = rf"[{_UNSEEN}()./·_\-\u2010-\u2015\u2212\u30fc\uff08\uff09\uff0d\uff0e\uff0f]"
_SPACED = re.compile(rf"\d(?:{_BETWEEN}{{0,3}}\d){{6,}}")

_WORD = re.compile(r"[A-Za-z\d_-]+")
_IN_A_ROW = re.compile(r"\d{5}")
_DIGITS_OF_A_CODE = 6


def redacted(text: str) -> str:
    """The text with `EMAIL` and `NUMBER` in place of them.

    A number is one of seven digits or more, whatever parts them, or a word with five in a row or six in all. Digits
    count in any script. In doubt it goes: some names of products and lists of sizes do. Numbers in words stay.
    """
    return _WORD.sub(_without_code, _SPACED.sub(NUMBER, _ADDRESS.sub(EMAIL, text)))


def _without_code(word: "re.Match[str]") -> str:
    is_one = _IN_A_ROW.search(word[0]) or sum(map(str.isdecimal, word[0])) >= _DIGITS_OF_A_CODE
    return NUMBER if is_one else word[0]
