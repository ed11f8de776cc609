"""The date that a policy states of itself: when it was last changed, or from which day it holds."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from app.corpus.date_words import WORDS, DateWords
from app.text import count_words, fold

_EDGE = 30
"""Lines at the head and at the foot of a text in which it may stand."""

_LONGEST_LINE = 400
_NEAR = 30
"""Characters between the words and the date."""

_MOST_WORDS = 3
"""Between them, as "on" and "as of"; more are about something else. Thai's "on the" counts as three."""

_SENTENCE_END = re.compile(r"[.!?。]\s*$|[.!?]\s|[。;]")
_EARLIEST = date(1995, 1, 1)
_BUDDHIST = 543
_REIWA = 2018
_ERA = re.compile(r"令和\s?(\d{1,2})\s?年")
_YEAR_FIRST = re.compile(r"(?<!\d)(?P<year>\d{4})\s?[-/.年년]\s?(?P<month>\d{1,2})\s?[-/.月월]\s?(?P<day>\d\d?)(?!\d)")
_NUMBERS = re.compile(r"(?<![\d./-])(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d)")
_FIGURES = re.compile(r"\d\d|\d年")
_UNSPACED = frozenset({"ja", "zh", "ko", "th"})


def policy_date(text: str, today: date | None = None) -> str | None:
    """The ISO date of the last change that a text states in its first or last lines, else that from which it holds.

    None where none is stated, or where it could be another: "03/04/2024" in English. `today` bounds it.
    """
    edges = list(_edges([line[:_LONGEST_LINE] for line in text.splitlines() if line.strip()]))
    for kind in ("updated", "effective"):
        stated = [day for edge in edges for language in _languages() for day in language.stated(kind, *edge)]
        if credible := [day for day in stated if _is_credible(day, today)]:
            return max(credible).isoformat()
    return None


def written_date(text: str, today: date | None = None) -> str | None:
    """The ISO date that a text begins with, in any of the languages; None where it is not certain."""
    folded = _folded(text)
    found = {day for language in _languages() if (day := language.written(folded)) and _is_credible(day, today)}
    return found.pop().isoformat() if len(found) == 1 else None


def _edges(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The first and last lines, each with the next one, where either holds the figures of a year."""
    for i, (line, below) in enumerate(pairwise([*lines, ""])):
        is_edge = i < _EDGE or i >= len(lines) - _EDGE
        if is_edge and _FIGURES.search(line + below) and _any_words().search(folded := _folded(line)):
            yield folded, _folded(below)


def _is_close(between: str) -> bool:
    """Whether what stands between the words and the date lets the one be that of the other."""
    near = len(between) <= _NEAR and count_words(between) <= _MOST_WORDS
    return near and not _SENTENCE_END.search(between)


def _is_credible(day: date, today: date | None) -> bool:
    """From the first shops on the web up to a year ahead."""
    return _EARLIEST <= day <= (today or datetime.now(UTC).date()) + timedelta(days=366)


def _folded(text: str) -> str:
    return _ERA.sub(lambda era: f"{_REIWA + int(era[1])}年", fold(text))


class _Language:
    """Reads dates as one language writes them."""

    def __init__(self, code: str, words: DateWords) -> None:
        before, after = ("", "") if code in _UNSPACED else (r"(?<!\w)", r"(?!\w)")
        self._told = {
            kind: re.compile(f"{before}(?:{fold(told)}){after}")
            for kind, told in (("updated", words.updated), ("effective", words.effective))
        }
        self._day_first = words.day_first
        self._months = {stem: n for n, stems in enumerate(words.months.split(), 1) for stem in _stems(stems)}
        self._named = _named(self._months)

    def stated(self, kind: str, line: str, below: str) -> Iterator[date]:
        """The dates that stand by the words of a kind: behind them, on the next line, or right before them."""
        for words in self._told[kind].finditer(line):
            rest = line[words.end() :]
            behind = self._first(rest) or (None if re.search(r"\w", rest) else self._first(below))
            if day := behind or (self._last(line[: words.start()]) if self._day_first is not None else None):
                yield day

    def written(self, text: str) -> date | None:
        """The date that a text begins with, of which no two countries differ."""
        found = self._dates(text, numbers=False)
        return found[0][1] if found and found[0][0].start() == 0 else None

    def _first(self, text: str) -> date | None:
        found = self._dates(text[: 2 * _NEAR])
        return found[0][1] if found and _is_close(text[: found[0][0].start()]) else None

    def _last(self, text: str) -> date | None:
        found = self._dates(text[-2 * _NEAR :])
        end = len(text[-2 * _NEAR :]) - _NEAR // 2
        return found[-1][1] if found and found[-1][0].end() >= end else None

    def _dates(self, text: str, *, numbers: bool = True) -> list[tuple[re.Match[str], date | None]]:
        """Whatever looks like a date, in order, None where it is none or not certain."""
        patterns = (_YEAR_FIRST, *self._named)
        found = [(match, self._day(match)) for pattern in patterns for match in pattern.finditer(text)]
        if numbers:
            found += [(match, self._day_of_numbers(match)) for match in _NUMBERS.finditer(text)]
        return sorted(found, key=lambda told: told[0].start())

    def _day(self, match: re.Match[str]) -> date | None:
        month = self._months.get(match["month"]) or _EN.get(match["month"]) or int(match["month"])
        return _date(int(match["year"]), month, int(match["day"]))

    def _day_of_numbers(self, match: re.Match[str]) -> date | None:
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        is_day_first = match[2] == "." or self._day_first or first > 12 or first == second
        if is_day_first:
            return _date(year, second, first)
        return _date(year, first, second) if second > 12 else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year + 2000 if year < 100 else year - _BUDDHIST if year > 2400 else year, month, day)
    except ValueError:
        return None


def _stems(written: str) -> list[str]:
    return [fold(stem.replace("_", " ")) for stem in written.split("/")]


_EN = {stem: n for n, stem in enumerate(WORDS["en"].months.split(), 1)}


def _named(months: Mapping[str, int]) -> tuple[re.Pattern[str], ...]:
    """Dates with the month's name: day first, month first, and year first."""
    stems = sorted({*months, *_EN}, key=len, reverse=True)
    month = rf"(?P<month>{'|'.join(map(re.escape, stems))})\w*\.?"
    day, year = r"(?<!\d)(?P<day>\d{1,2})", r"(?P<year>\d{4})(?!\d)"
    return tuple(
        re.compile(pattern)
        for pattern in (
            rf"{day}(?:st|nd|rd|th|er|o|°)?[\s.\-/]*(?:de |d'|of |ב)?{month}[\s,،\-/]*(?:de |del |nam )?{year}",
            rf"(?<!\w){month}\s+{day}(?:st|nd|rd|th)?,?\s+{year}",
            rf"(?<!\d){year}\.?\s+{month}\s+{day}(?!\d)",
        )
    )


@lru_cache(1)
def _any_words() -> re.Pattern[str]:
    """What is in few lines: most need no more than one search."""
    return re.compile("|".join(fold(told) for words in WORDS.values() for told in (words.updated, words.effective)))


@lru_cache(1)
def _languages() -> Sequence[_Language]:
    return [_Language(code, words) for code, words in WORDS.items()]
