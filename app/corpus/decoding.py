"""Bytes of a text file to text: UTF-8, or what the file declares, or what it is recognised to be."""

import codecs
from collections.abc import Mapping
from dataclasses import dataclass

from app.corpus.encodings import recognised
from app.corpus.mojibake import repaired
from app.errors import DocumentError
from app.text import printable


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text; `notes` say what was wrong with its encoding, and what was done about it."""

    text: str
    notes: tuple[str, ...] = ()


_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins as UTF-16's does
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What browsers take these names for, as the Encoding Standard (encoding.spec.whatwg.org) has it.
_WIDER: Mapping[str, str] = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "shift_jis": "cp932", "euc_kr": "cp949", "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs",
}  # fmt: skip


def decoded(raw: bytes, where: str, declared: str | None = None) -> Decoded:
    """The text of a file. Raises DocumentError, which begins with `where` and names the line, for what is none.

    `declared` is the encoding that the file says it has, as HTML pages do; it is believed where the file is not UTF-8
    and can be read so.
    """
    marked = next((encoding for mark, encoding in _MARKS if raw.startswith(mark)), "utf-8-sig")
    try:
        read = Decoded(str(raw, marked))
    except UnicodeDecodeError as exc:
        line = raw.count(b"\n", 0, exc.start) + 1
        problem = (
            f"{where}: line {line} is not {exc.encoding.upper()} (byte 0x{raw[exc.start]:02x} at {exc.start}), and "
            "what it is, is not sure. Save the file as UTF-8."
        )
        read = _otherwise(raw, declared, problem)
    if "\0" in read.text:
        line = read.text.count("\n", 0, read.text.index("\0")) + 1
        raise DocumentError(
            f"{where}: line {line} holds a NUL character, so this is not a text. Save it as plain UTF-8 text."
        )
    text, notes = repaired(read.text)
    return Decoded(text, read.notes + notes)


def _otherwise(raw: bytes, declared: str | None, problem: str) -> Decoded:
    """What is not UTF-8: as declared, else as recognised. Raises DocumentError with the problem."""
    if _mostly_utf8(raw):
        raise DocumentError(problem)
    if declared and (text := _text(raw, _codec(declared))) is not None:
        return Decoded(text)
    if encoding := recognised(raw):
        return _recognised(raw.decode(encoding), encoding)
    raise DocumentError(problem)


def _codec(declared: str) -> str:
    """Python's name of a declared encoding; UTF-8, which it is not, for a name that stands for none."""
    try:
        name = codecs.lookup(declared.strip()).name
    except (LookupError, ValueError):  # ValueError: a name with a NUL character
        return "utf-8"
    return _WIDER.get(name, name)


def _text(raw: bytes, encoding: str) -> str | None:
    try:
        return str(raw, encoding)
    except (UnicodeError, LookupError):  # LookupError: a codec that makes no text, as "hex"
        return None


def _mostly_utf8(raw: bytes) -> bool:
    """Whether more characters are UTF-8 than bytes are not: a damaged UTF-8 file is none of another encoding."""
    text = raw.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    return sum(not c.isascii() for c in text) - lost > lost


_SHOWN = 60


def _recognised(text: str, encoding: str) -> Decoded:
    """With the first line where it matters, so that whoever reads the note sees a wrong guess."""
    number, line = next((n, line) for n, line in enumerate(text.split("\n"), 1) if not line.isascii())
    first = next(i for i, c in enumerate(line) if not c.isascii())
    shown = printable(line[max(0, first - _SHOWN // 2) :][:_SHOWN]).strip()
    return Decoded(text, (f"not UTF-8; read as {encoding}, by which line {number} has {shown!r}",))
