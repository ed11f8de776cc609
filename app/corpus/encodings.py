"""Which encoding a text is in that is not UTF-8: told by the letters that it comes out with."""

from collections.abc import Mapping
from itertools import pairwise

from app.languages import detect_document_language

# The letters beside a to z that a language is written with. Signs are those that any text may hold.
_LETTERS: Mapping[str, str] = {
    "ca": "àçèéíïòóúü", "cs": "áčďéěíňóřšťúůýž", "da": "æøåé", "de": "äöüßéà", "en": "éèêëïöçñà", "es": "áéíñóúü",
    "et": "äõöüšž", "fi": "äöåšž", "fr": "àâæçéèêëîïôœùûüÿ", "hr": "čćđšž", "hu": "áéíóöőúüű", "id": "é",
    "it": "àèéìíîòóùú", "lt": "ąčęėįšųūž", "lv": "āčēģīķļņšūž", "nl": "áéëïíóöúüèêç", "no": "æøåéèêóòâô",
    "pl": "ąćęłńóśźż", "pt": "àáâãçéêíóôõúü", "ro": "ăâîșțşţ", "sk": "áäčďéíĺľňóôŕšťúýž", "sl": "čšž", "sq": "çë",
    "sv": "åäöéà", "tr": "çğıi̇öşüâîû",
}  # fmt: skip
_SIGNS = frozenset("“”‘’„‚«»‹›–—…•·€£¥©®™°§±²³½¼¾×ªº¿¡\xa0\xad")

# The first of those that make the same of a text is named.
_LATIN = ("cp1252", "cp1250", "cp1254", "cp1257", "iso8859_2", "mac_roman")
_OTHERS = (
    "cp1251", "koi8_r", "cp1253", "cp1255", "cp1256", "cp874", "cp932", "euc_jp", "gb18030", "big5", "cp949",
)  # fmt: skip

_LEAST_FOREIGN = 1 / 3
"""For every letter of ASCII, on the lines of a text in another script that hold any of its own."""

_LEAST_FITTING = 0.9
_FEWEST = 16
"""Bytes beyond ASCII by which an encoding of another script can be told."""

_SAMPLE = 1 << 16


def recognised(raw: bytes) -> str | None:
    """The encoding of a text that is not UTF-8: Python's name of it, None where that is not sure. Takes some 50 ms."""
    told = _latin(raw if len(raw) <= _SAMPLE else _foreign_lines(raw)) or _of_another_script(_foreign_lines(raw))
    return told if told and _decodes(raw, told) else None


def _foreign_lines(raw: bytes) -> bytes:
    return b"\n".join(line for line in raw.splitlines() if not line.isascii())[:_SAMPLE]


def _latin(sample: bytes) -> str | None:
    """The encoding under which most of the characters beyond ASCII are those of the text's own language."""
    encodings: dict[str, str] = {}
    for encoding in _LATIN:
        if _decodes(sample, encoding):
            encodings.setdefault(sample.decode(encoding), encoding)
    fitting = {encoding: _fitting(text) for text, encoding in encodings.items()}
    best = max(fitting, key=lambda encoding: fitting[encoding], default=None)
    return best if best and fitting[best] >= _LEAST_FITTING else None


def _fitting(text: str) -> float:
    """The share of the characters beyond ASCII that the language of the text is written with."""
    letters = _LETTERS.get(detect_document_language(text).language or "", "")
    fits = [_fits(before, c, letters) for before, c in pairwise(f" {text}") if not c.isascii()]
    return sum(fits) / len(fits)


def _fits(before: str, c: str, letters: str) -> bool:
    """A capital within a word is none of its letters."""
    return c in _SIGNS or (c.lower() in letters and not (c.isupper() and before.islower()))


def _decodes(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _of_another_script(sample: bytes) -> str | None:
    foreign = sum(byte >= 0x80 for byte in sample)
    if foreign < _FEWEST or foreign < _LEAST_FOREIGN * sum(chr(byte).isalpha() for byte in sample if byte < 0x80):
        return None
    from charset_normalizer import from_bytes  # noqa: PLC0415 - only what is not UTF-8 needs it

    best = from_bytes(sample, cp_isolation=list(_OTHERS)).best()
    return best.encoding if best else None
