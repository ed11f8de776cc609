"""Bytes of a text file to text: UTF-8."""

from dataclasses import dataclass

from app.errors import DocumentError


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text; `notes` say what was wrong with its encoding, and what was done about it."""

    text: str
    notes: tuple[str, ...] = ()


def decoded(raw: bytes, where: str) -> Decoded:
    """The text of a file. Raises DocumentError, which begins with `where` and names the line, for what is none."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = raw.count(b"\n", 0, exc.start) + 1
        message = (
            f"{where}: line {line} is not UTF-8 (byte 0x{raw[exc.start]:02x} at {exc.start}). Save the file as UTF-8."
        )
        raise DocumentError(message) from exc
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise DocumentError(
            f"{where}: line {line} holds a NUL character, so this is not a text. Save it as plain UTF-8 text."
        )
    return Decoded(text)
