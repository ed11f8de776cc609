"""What a page says again: pairs that it shows twice, and what stands below most of its answers."""

import dataclasses
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from app.corpus.elements import Dropped, Element, Pair, Section
from app.corpus.page.comparing import asks, key_of
from app.corpus.page.previews import previews
from app.text import ends_sentence

_LEAST = 3
_LAST = 5
"""Lines of an answer in which it may end already."""
_LONGEST = 100
"""Characters."""
_END = Section(text="")


class Repeats:
    """Leaves them out; `dropped` tells each of them."""

    def __init__(self) -> None:
        self.dropped: list[Dropped] = []

    def without(self, elements: Sequence[Element]) -> list[Element]:
        """The elements, each pair once and without the calls at its end; a section left without any is gone too."""
        calls = _calls([each.answer for each in elements if isinstance(each, Pair)])
        cut = [self._cut(each, calls) if isinstance(each, Pair) else each for each in elements]
        return list(self._filled(list(self._once(cut))))

    def _filled(self, elements: Sequence[Element | None]) -> Iterator[Element]:
        """Without the sections below which nothing is left but repeats."""
        section, repeats = None, False
        for each in (*elements, _END):
            if each is None:
                repeats = True
                continue
            yield from self._section(section, is_empty=repeats and isinstance(each, Section))
            section, repeats = each if isinstance(each, Section) else None, False
            if not section:
                yield each

    def _section(self, section: Section | None, *, is_empty: bool) -> Iterator[Section]:
        if section and is_empty:
            self.dropped += [Dropped(section.text, "repeat")] * bool(section.text)
        elif section:
            yield section

    def _cut(self, pair: Pair, calls: Collection[str]) -> Pair:
        lines = pair.answer.split("\n")
        kept = "\n".join(line for line in lines if line.strip() not in calls).rstrip()
        if not kept or not calls:
            return pair
        self.dropped += [Dropped(line.strip(), "navigation", pair.place) for line in lines if line.strip() in calls]
        return dataclasses.replace(pair, answer=kept)

    def _once(self, elements: Sequence[Element]) -> Iterator[Element | None]:
        """None stands for a pair that was told before."""
        told: set[tuple[str, str]] = set()
        begun = previews(elements)
        for i, each in enumerate(elements):
            key = (key_of(each.question), key_of(each.answer)) if isinstance(each, Pair) else None
            if isinstance(each, Pair) and (key in told or i in begun):
                self.dropped.append(Dropped(f"{each.question}\n{each.answer}", "repeat", each.place))
                yield None
            else:
                told |= {key} if key else set()
                yield each


def _calls(answers: Sequence[str]) -> Collection[str]:
    """Short lines that are no sentence, unless they ask, at the end of at least half of the answers."""
    ends = Counter(line for answer in answers for line in {each.strip() for each in answer.split("\n")[-2 * _LAST :]})
    least = max(_LEAST, len(answers) / 2)
    return {line for line, times in ends.items() if times >= least and _is_call(line)}


def _is_call(line: str) -> bool:
    return 0 < len(line) <= _LONGEST and (asks(line) or not ends_sentence(line))
