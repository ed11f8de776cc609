"""The words that make facts of numbers, read from facts.toml and put into patterns."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TypeVar

Value = TypeVar("Value")

_UNSPACED = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
"""Thai, Lao, kana, Han and Hangul: what stands beside a word is no part of it, or a particle."""
_LETTER = r"[\w\u0900-\u0963]"  # vowel signs of Devanagari are no \w
_HAN_NUMERALS = "一二三四五六七八九十百千"
_DIGITS = r"\d{1,3}(?:[ \u00a0\u202f]\d{3}(?!\d)){1,4}(?:[.,]\d{1,2})?|\d{1,9}(?:[.,'’٬٫]\d{1,9}){0,4}"
_DASHES = "-–—‐‑~〜～"
_IN_BRACKETS = r"(?:\s?\([^()\n]{1,20}\))?"  # 30 (thirty) days


@dataclass(frozen=True, slots=True)
class FactWords:
    """Patterns, and what the words in them stand for: words as `bare` gives them; days of business
    have no number of `days`.

    `durations` and `amounts` have groups `low`, `high` (of a range) and a unit: `unit`, or `before` and `after`.
    `answers` has `answer`.
    """

    durations: re.Pattern[str]
    amounts: re.Pattern[str]
    answers: re.Pattern[str]
    numbers: Mapping[str, int]
    days: Mapping[str, float]
    units: Mapping[str, str]
    answer: Mapping[str, str]


@cache
def fact_words() -> FactWords:
    """The words, read once."""
    told = tomllib.loads(Path(__file__).with_name("facts.toml").read_text(encoding="utf-8"))
    numbers = dict(_numbered(told["numbers"].values()))
    days = {word: each["days"] for each in told["durations"].values() for word in each["words"]}
    units, answers, business = _by_word(told["units"]), _by_word(told["answers"]), told["business_days"]["words"]
    number, unit, rates = _range_of(numbers, told["ranges"]["words"]), _any_of(units), _any_of(told["rates"]["words"])
    duration = rf"{_IN_BRACKETS}\)?[{_DASHES}\s]{{0,3}}(?P<unit>{_any_of([*days, *business])})(?!\s*/|\s+{rates})"
    return FactWords(
        durations=_pattern(f"{number}{duration}"),
        amounts=_pattern(rf"(?:(?P<before>{unit})\s?)?{number}(?:\s?(?P<after>{unit})(?!\d))?"),
        answers=_pattern(rf"\W{{0,3}}(?P<answer>{_any_of(answers)})\s?(?=[,.;:!،。！，、\n–—-]|$)"),
        numbers=_by_bare(numbers),
        days=_by_bare(days),
        units=_by_bare(units),
        answer=_by_bare(answers),
    )


def bare(words: str) -> str:
    """Words as the tables have them. A pattern that ignores case takes every i for one, dotted or not."""
    return " ".join(words.translate(_DOTS).casefold().split())


_DOTS = str.maketrans("İı", "ii")


def _by_bare(table: Mapping[str, Value]) -> dict[str, Value]:
    return {bare(word): value for word, value in table.items()}


def _numbered(lists: Iterable[str]) -> Iterator[tuple[str, int]]:
    for each in lists:
        for number, forms in enumerate(each.split(), 1):
            yield from ((form, number) for form in forms.split("|"))


def _by_word(groups: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {word: name for name, words in groups.items() for word in words}


def _range_of(numbers: Iterable[str], between: Iterable[str]) -> str:
    """One number or a range, after no digit, letter or numeral that it would be a part of, nor a month's sign."""
    one = rf"{_DIGITS}|(?<!ty[ -]){_any_of(numbers)}"  # no part of sixty-five
    start = rf"(?<![\d.,A-Za-z])(?<![月월])(?<![月월] )(?<![{_HAN_NUMERALS}])"
    return rf"{start}(?P<low>{one})(?:\s?(?:[{_DASHES}]|{_any_of(between)})\s?(?P<high>{one}))?"


def _any_of(words: Iterable[str]) -> str:
    """One of the words, the longest that fits, each whole where its script puts spaces between words."""
    longest = sorted(words, key=lambda word: (_bounds(word), -len(word)))
    firsts = re.escape("".join(sorted({word[0] for word in longest})))  # looked at first, as most letters begin none
    return rf"(?=[{firsts}])(?:{'|'.join(_whole(bounds, alike) for bounds, alike in groupby(longest, key=_bounds))})"


def _bounds(word: str) -> tuple[str, str]:
    """What must hold before and after a word."""
    return (
        "" if _stands_alone(word[0]) else r"(?<![^\W\d_])",  # 24h
        "" if _stands_alone(word[-1]) else rf"(?!{_LETTER})",
    )


def _whole(bounds: tuple[str, str], words: Iterable[str]) -> str:
    before, after = bounds
    return f"{before}(?:{'|'.join(map(_spaced, words))}){after}"


def _spaced(word: str) -> str:
    return r"\s+".join(map(re.escape, word.split()))


def _stands_alone(character: str) -> bool:
    """Whether it needs no boundary: a sign, or a letter of a script that is written without spaces."""
    return not re.match(_LETTER, character) or re.match(f"[{_UNSPACED}]", character) is not None


def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
