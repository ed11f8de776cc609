"""How well a page was read: its passages against the pairs that it is known to hold."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.corpus.documents import read_document
from app.corpus.registry import DocumentEntry
from app.domain import Passage
from app.languages import Detection
from tests.layouts_html.faq import MARKER, Expected
from tests.layouts_html.page import Page

LEAST_F1 = 0.9
"""Of an answer's words: boilerplate glued on or a part left out is a wrong answer."""

_LIST_MARKER = re.compile(r"^\s*(?:[-*•◦–]\s|\d{1,2}[.)])", re.MULTILINE)
_WORD = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]|[^\s\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Found:
    """A passage, the parts of a split answer joined."""

    question: str
    answer: str
    section: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Score:
    """`right` of `passages` are pairs, `found` of `pairs` are passages; `faults` says what else is wrong, and why."""

    passages: int
    right: int
    pairs: int
    found: int
    faults: tuple[str, ...]

    @property
    def precision(self) -> float:
        """Of the passages; 1 where there are none."""
        return self.right / self.passages if self.passages else 1.0

    @property
    def recall(self) -> float:
        """Of the pairs."""
        return self.found / self.pairs

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.passages + other.passages,
            self.right + other.right,
            self.pairs + other.pairs,
            self.found + other.found,
            self.faults + other.faults,
        )


NOTHING = Score(0, 0, 0, 0, ())


def read_page(page: Page, folder: Path) -> list[Found]:
    """The page as a file of a corpus in `folder`, read and chunked as ingestion does it."""
    return read_content("page.html", page.html.encode(), folder)


def read_content(name: str, content: bytes, folder: Path) -> list[Found]:
    """The same for a file of any format, which the name tells."""
    (folder / name).write_bytes(content)
    source = read_document(folder, DocumentEntry(name, "shop", 1))
    return _whole(source.chunked(lambda _: Detection("en", 1.0)).passages)


def score(page: Page, passages: Sequence[Found]) -> Score:
    """A passage is right where a pair has its question and, nearly, its answer; each pair makes one right."""
    counted = [passage for passage in passages if not _is_aside(passage, page)]
    missing, right, faults = list(page.expected), 0, [*_leaks(passages), *_losses(page, passages)]
    for passage in counted:
        matches = [pair for pair in missing if _matches(passage, pair)]
        right += bool(matches)
        faults += [fault for pair in matches for fault in _misplaced(passage, pair)]
        missing = [pair for pair in missing if pair not in matches]
        if not matches:
            faults.append(f"no pair: {passage.question!r}: {passage.answer[:90]!r}")
    faults += [f"not found: {pair.question!r}" for pair in missing]
    return Score(len(counted), right, len(page.expected), len(page.expected) - len(missing), tuple(faults))


def words(text: str) -> list[str]:
    """The words, folded; letters of scripts without spaces one by one, signs and markers of lists left out."""
    kept = (c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in _folded(text))
    return _WORD.findall("".join(kept))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", _LIST_MARKER.sub(" ", text)).casefold()


def f1(one: Sequence[str], other: Sequence[str]) -> float:
    """Twice the common words over all words: 2 x 3 / (4 + 3) for four words and three of them."""
    common = (Counter(one) & Counter(other)).total()
    return 2 * common / ((len(one) + len(other)) or 1)


def _whole(passages: Sequence[Passage]) -> list[Found]:
    whole: list[Found] = []
    for passage in passages:
        if passage.part and passage.part[0] > 1:
            last = whole.pop()
            whole.append(Found(last.question, f"{last.answer}\n{passage.text}", last.section, last.anchor))
        else:
            place = passage.place.anchor or ""
            whole.append(Found(passage.question or "", passage.text, passage.section or "", place))
    return whole


def _is_aside(passage: Found, page: Page) -> bool:
    """Whether it says nothing but what the page declares to be beside its pairs."""
    said = words(f"{passage.question} {passage.answer}")
    declared = Counter(words(" ".join(page.asides)))
    return (Counter(said) & declared).total() >= LEAST_F1 * len(said)


def _matches(passage: Found, pair: Expected) -> bool:
    asked = words(passage.question)
    named = [words(name) for name in (pair.question, pair.together) if name]
    return asked in named and f1(words(passage.answer), words(pair.answer)) >= LEAST_F1


def _misplaced(passage: Found, pair: Expected) -> Iterator[str]:
    if pair.section and words(pair.section) != words(passage.section):
        yield f"section: {pair.question!r} stands in {passage.section!r}, not in {pair.section!r}"
    if pair.anchor and pair.anchor != passage.anchor:
        yield f"anchor: {pair.question!r} stands at {passage.anchor!r}, not at {pair.anchor!r}"


def _leaks(passages: Sequence[Found]) -> Iterator[str]:
    for passage in passages:
        if MARKER in f"{passage.question} {passage.answer} {passage.section}":
            yield f"boilerplate: {passage.question!r}: {passage.answer[:90]!r}"


def _losses(page: Page, passages: Sequence[Found]) -> Iterator[str]:
    said = {word for passage in passages for word in words(f"{passage.question}\n{passage.answer}\n{passage.section}")}
    told = {word for pair in page.expected for word in words(f"{pair.question}\n{pair.answer}")}
    if lost := sorted(told - said):
        yield f"lost: {' '.join(lost[:8])}"
