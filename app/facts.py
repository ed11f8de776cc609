"""What a text states: durations, amounts and percentages, and whether it answers yes or no."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.fact_words import FactWords, bare, fact_words

DAYS, BUSINESS_DAYS, ANSWER = "days", "business_days", "answer"
YES, NO = "yes", "no"
_TOLERANCE = 0.02
"""Half a year is 180 days to one merchant, and 183 to another."""
_LONGEST = 50 * 365
"""Days; what is longer is a year's number, or an age."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What a text states, and its words: half-open code-point offsets.

    `unit` is `days`, `business_days`, `%`, a currency or `answer`. The `value` of an answer is "yes" or "no", of all
    else a number or, as "3-5", a range; hours, weeks, months and years are told in days.
    """

    start: int
    end: int
    value: str
    unit: str

    def agrees(self, other: "Fact") -> bool:
        """Whether both may be true of the same thing: equal, or one a range that holds the other."""
        if self.unit != other.unit or self.unit == ANSWER:
            return (self.unit, self.value) == (other.unit, other.value)
        return _holds(self._range, other._range) or _holds(other._range, self._range)

    @property
    def _range(self) -> tuple[float, float]:
        low, _, high = self.value.partition("-")
        return float(low), float(high or low)


def _holds(outer: tuple[float, float], inner: tuple[float, float]) -> bool:
    return inner[0] >= outer[0] * (1 - _TOLERANCE) and inner[1] <= outer[1] * (1 + _TOLERANCE)


def facts(text: str) -> list[Fact]:
    """What a text states, in its order."""
    words = fact_words()
    found = [*_answers(text, words), *_durations(text, words), *_amounts(text, words)]
    return sorted(found, key=lambda fact: fact.start)


def _answers(text: str, words: FactWords) -> Iterator[Fact]:
    if found := words.answers.match(text):
        start, end = found.span("answer")
        yield Fact(start, end, words.answer[bare(found["answer"])], ANSWER)


def _durations(text: str, words: FactWords) -> Iterator[Fact]:
    """Hours only from a day on: fewer are more often a time of the day."""
    for found in words.durations.finditer(text):
        unit = bare(found["unit"])
        days = words.days.get(unit, 1)
        numbers = [number * days for number in _numbers(found, words)]
        if 1 <= numbers[-1] <= _LONGEST:
            yield Fact(*found.span(), _told(numbers), DAYS if unit in words.days else BUSINESS_DAYS)


def _amounts(text: str, words: FactWords) -> Iterator[Fact]:
    """A currency's name after the number says more than a sign before it."""
    for found in words.amounts.finditer(text):
        if unit := found["after"] or found["before"]:
            yield Fact(*found.span(), _told(_numbers(found, words)), words.units[bare(unit)])


def _told(numbers: list[float]) -> str:
    """Without an exponent, whose sign would be taken for a range's dash."""
    return "-".join(f"{number:.10f}".rstrip("0").rstrip(".") for number in numbers)


def _numbers(found: re.Match[str], words: FactWords) -> list[float]:
    """The number, or both ends of the range, the lower first."""
    return sorted({_number(each, words) for each in (found["low"], found["high"]) if each})


def _number(written: str, words: FactWords) -> float:
    """The value of digits of any script, or of a word.

    Of two kinds of separators the last one is the decimal one. Alone, one is unless it parts groups of three digits.
    """
    if (value := words.numbers.get(bare(written))) is not None:
        return value
    digits = re.sub(r"[\s'’٬]", "", written).replace("٫", ".")
    whole, separator, decimals = _parted(digits)
    return float(f"{re.sub('[.,]', '', whole)}.{decimals}") if separator else float(re.sub("[.,]", "", digits))


def _parted(digits: str) -> tuple[str, str, str]:
    """Whole and decimal digits around their separator; without one, nothing."""
    last = max(digits.rfind("."), digits.rfind(","))
    whole, decimals = digits[: max(last, 0)], digits[last + 1 :]
    mixed = "." in whole or "," in whole
    if last < 0 or (len(decimals) == 3 and whole.strip("0") and (not mixed or digits[last] in whole)):
        return "", "", ""
    return whole, digits[last], decimals
