"""What a line opens with: a number, a bullet, or a question or answer label."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Numbering:
    """One way to read a line's number: the style it is written in, the numbers above it, and its own."""

    style: str
    parents: tuple[int, ...]
    number: int


@dataclass(frozen=True, slots=True)
class Marker:
    """What a line opens with; `width` counts its characters, the spaces after it included."""

    kind: Literal["number", "bullet", "question", "answer"]
    width: int
    style: str = ""
    readings: tuple[Numbering, ...] = ()


_BULLET = re.compile(r"(?:[•▪‣◦●○■□·⁃➤►▶✓✔❖]\s*|[-–—*+]\s+)(?=\S)")
_DECIMAL = re.compile(r"(?:§\s*)?(\d{1,3}(?:\.\d{1,3})+)[.)]?\s+(?=\S)")
_NUMBER = re.compile(
    r"(?:(?P<open>[(\[（<])\s*)?(?P<n>\d{1,3})(?P<close>[.)\]、．）:：>]|(?<=\d)\s+[-–—](?=\s)|(?<=\d)(?=\s))\s*(?=[^\s\d]|\d+[^\d.,%])"
)
_CLAUSE = re.compile(
    r"(?:§\s*(?P<n>\d{1,3})|第\s*(?P<cjk>\d{1,3}|[一二三四五六七八九十]{1,3})\s*[条條章節节项])[.:：、]?\s*(?=\S)"
)
_HAN_NUMBER = re.compile(r"[（(]?(?P<n>[一二三四五六七八九十]{1,3})[、．.）)]\s*(?=\S)")
_CIRCLED = re.compile(r"(?P<n>[①-⑳⓵-⓾❶-❿])\s*(?=\S)")
_LETTERS = re.compile(r"\(?(?P<n>[IVXLC]{1,6}|[ivxl]{1,6}|[A-Za-z])(?P<close>[.)])\s+(?=\S)")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_HAN = {c: i for i, c in enumerate("一二三四五六七八九", 1)}


def marker_of(text: str) -> Marker | None:
    """The number or bullet that `text` (already trimmed) opens with, or None. Labels are read by `labels.py`."""
    if bullet := _BULLET.match(text):
        return Marker("bullet", bullet.end(), text[0])
    for read in (_decimal, _number, _clause, _han, _circled, _letters):
        if marker := read(text):
            return marker
    return None


def _numbered(match: re.Match[str], *readings: Numbering) -> Marker:
    return Marker("number", match.end(), readings[0].style, readings)


def _decimal(text: str) -> Marker | None:
    if not (match := _DECIMAL.match(text)):
        return None
    *parents, number = (int(part) for part in match[1].split("."))
    return _numbered(match, Numbering(f"1.{len(parents)}", tuple(parents), number))


def _number(text: str) -> Marker | None:
    match = _NUMBER.match(text)
    # A bare number ("2 gift cards ...") is a marker only behind an opening sign ("<1 Pack the articles").
    if not match or not (match["close"] or match["open"]):
        return None
    return _numbered(match, Numbering(f"{match['open'] or ''}1{match['close']}", (), int(match["n"])))


def _clause(text: str) -> Marker | None:
    if not (match := _CLAUSE.match(text)):
        return None
    written = match["n"] or match["cjk"]
    return _numbered(
        match, Numbering("clause", (), _han_value(written) if written[0] in "一二三四五六七八九十" else int(written))
    )


def _han(text: str) -> Marker | None:
    if not (match := _HAN_NUMBER.match(text)):
        return None
    return _numbered(match, Numbering("han" + text[0] * (text[0] in "（("), (), _han_value(match["n"])))


def _circled(text: str) -> Marker | None:
    if not (match := _CIRCLED.match(text)):
        return None
    return _numbered(match, Numbering("circled", (), int(unicodedata.numeric(match["n"]))))


def _letters(text: str) -> Marker | None:
    """Roman numerals and letters: "C." may be either, so both readings are kept and the sequence decides."""
    if not (match := _LETTERS.match(text)):
        return None
    written, readings = match["n"], []
    case = "I" if written.isupper() else "i"
    if _roman_value(written):
        readings.append(Numbering(case + match["close"], (), _roman_value(written)))
    if len(written) == 1:
        readings.append(
            Numbering(("A" if case == "I" else "a") + match["close"], (), ord(written.lower()) - ord("a") + 1)
        )
    return _numbered(match, *readings) if readings else None


def _roman_value(written: str) -> int:
    """The value of a Roman numeral in its usual spelling, 0 when it is none ("CIVIC")."""
    values = [_ROMAN.get(c, 0) for c in written.lower()]
    total = sum(-v if any(v < later for later in values[i + 1 :]) else v for i, v in enumerate(values))
    return total if all(values) and _roman(total) == written.lower() else 0


def _roman(value: int) -> str:
    parts = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
    written = ""
    for size, letters in parts:
        count, value = divmod(value, size)
        written += letters * count
    return written


def _han_value(written: str) -> int:
    """The value of a Han numeral up to 99."""
    tens, ten, units = written.rpartition("十")
    return (_HAN.get(tens, 1) * 10 if ten else 0) + _HAN.get(units, 0)
