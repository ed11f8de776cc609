"""Overrides applied to a chunked corpus: what is added, hidden and said in other words, each to its own merchant."""

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from app.corpus.chunked import Chunked
from app.corpus.override_table import shown
from app.corpus.overrides import FILE_NAME, AboutPassage, Entry, Overrides, Phrasings, Synonyms, WrittenAnswer
from app.corpus.references import AmbiguousReference, References
from app.corpus.withheld import without
from app.corpus.written_answers import path_of, written_document
from app.curated_content import InForce, OverrideKind, Phrasing
from app.domain import Document, Merchant, Passage
from app.errors import OverrideError
from app.languages import DetectLanguage
from app.synonym_phrasings import synonym_phrasings

MOST_NAMED = 50
"""Passages that an override in force names by their ids."""

MOST_PHRASINGS = 100
"""Of a passage: more of them would take other passages' places among the candidates of a search."""

_HINTED = 20
"""Warnings that look for the nearest question: each reads all of a merchant's."""

_SHOWN = 100

_About = TypeVar("_About", bound=AboutPassage)


@dataclass(frozen=True, slots=True)
class Curated:
    """A chunked corpus with the documents that curators wrote, and what else they did to it.

    `hidden` are ids of passages that are left out, `warnings` tell of what matches nothing.
    """

    chunked: tuple[Chunked, ...]
    hidden: frozenset[str] = frozenset()
    phrasings: tuple[Phrasing, ...] = ()
    in_force: tuple[InForce, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Those that are left."""
        return tuple(p for c in self.chunked for p in self._split(c)[0])

    @property
    def documents(self) -> tuple[Document, ...]:
        """As they are served, without the text of what is hidden; one without a title in the registry takes its own."""
        return tuple(self._served(each) for each in self.chunked)

    def _served(self, each: Chunked) -> Document:
        left, hidden = self._split(each)
        text = without(each.document.text, hidden, left) if hidden else each.document.text
        return dataclasses.replace(each.document, title=each.title, text=text)

    def _split(self, each: Chunked) -> tuple[Sequence[Passage], Sequence[Passage]]:
        """A document's passages that are left, and those that are hidden."""
        if not self.hidden:
            return each.passages, ()
        parts: tuple[list[Passage], list[Passage]] = ([], [])
        for passage in each.passages:
            parts[passage.id in self.hidden].append(passage)
        return parts


def curate(
    overrides: Overrides, merchants: Sequence[Merchant], chunked: Sequence[Chunked], *, detect: DetectLanguage
) -> Curated:
    """The corpus of these documents as the overrides have it. Raises OverrideError, naming file and line.

    Each kind is applied to what those before it left: a written answer can be pinned, what is hidden cannot.
    """
    by_id = {merchant.id: merchant for merchant in merchants}
    if any(each.document.path == FILE_NAME for each in chunked):
        raise OverrideError(f"{overrides.path}: listed as a document. It tells reasons and authors; remove it there.")
    for entry in overrides.entries:
        if entry.merchant is not None and entry.merchant not in by_id:
            raise _error(overrides, entry, f"no merchant {shown(entry.merchant)} in merchants.toml; name one's id")
    whole = _with_answers(overrides, by_id, chunked, detect=detect)
    curator = _Curator(overrides, [passage for each in whole for passage in each.passages])
    curator.apply()
    hidden = frozenset(curator.hidden)
    return Curated(whole, hidden, tuple(curator.phrasings), tuple(curator.in_force), tuple(curator.warnings))


def _with_answers(
    overrides: Overrides, merchants: Mapping[str, Merchant], chunked: Sequence[Chunked], *, detect: DetectLanguage
) -> tuple[Chunked, ...]:
    """The documents, and those of written answers, each behind its merchant's own."""
    of = defaultdict[str, list[WrittenAnswer]](list)
    for answer in overrides.answers:
        of[answer.merchant].append(answer)
    taken = {each.document.path for each in chunked}
    for merchant, answers in of.items():
        if (path := path_of(merchant)) in taken:
            raise _error(overrides, answers[0], f"a document is called {path}, as written answers are; rename it")
    written = [written_document(merchants[merchant], answers, detect) for merchant, answers in of.items()]
    places = {merchant: place for place, merchant in enumerate(merchants)}
    return tuple(sorted((*chunked, *written), key=lambda each: places[each.document.merchant_id]))


@dataclass(slots=True)
class _Curator:
    """Applies all of it to these passages."""

    overrides: Overrides
    passages: Sequence[Passage]
    hidden: set[str] = field(default_factory=set)
    phrasings: list[Phrasing] = field(default_factory=list)
    in_force: list[InForce] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def apply(self) -> None:
        self._tell_answers()
        self._hide(References(self.passages))
        left = [passage for passage in self.passages if passage.id not in self.hidden]
        if self.hidden and not left:
            raise OverrideError(f"{self.overrides.path}: every passage is hidden, so that nothing is left to search.")
        references = References(left)
        self._phrase(references)
        self._put_synonyms(left)
        for entry, found in self._meant(self.overrides.pins, references):
            self._tell("pins", entry, found[:1], texts=entry.queries)

    def _tell_answers(self) -> None:
        written = {path_of(answer.merchant) for answer in self.overrides.answers}
        parts = defaultdict[int, list[Passage]](list)
        for passage in self.passages:
            if passage.document in written:
                parts[passage.place.row or 0].append(passage)
        for number, passages in sorted(parts.items()):
            entry = self.overrides.answers[number - 1]
            self._tell("answers", entry, passages, texts=(entry.question,), language=entry.language, rows=len(passages))

    def _hide(self, references: References) -> None:
        for entry, found in self._meant(self.overrides.hidden, references):
            self.hidden.update(passage.id for passage in found)
            question = found[0].question or found[0].text
            self._tell("hidden", entry, found, texts=(question[:_SHOWN],), rows=len(found))

    def _phrase(self, references: References) -> None:
        counted = Counter[str]()
        for entry, found in self._meant(self.overrides.phrasings, references):
            made = [_phrasing(entry, phrasing, passage) for passage in found for phrasing in entry.phrasings]
            counted.update(phrasing.passage_id for phrasing in made)
            if max(counted[passage.id] for passage in found) > MOST_PHRASINGS:
                raise _error(
                    self.overrides, entry, f"more than {MOST_PHRASINGS} phrasings of this passage; remove some"
                )
            self.phrasings += made
            self._tell("phrasings", entry, found, texts=entry.phrasings, language=entry.language, rows=len(made))

    def _put_synonyms(self, passages: Sequence[Passage]) -> None:
        touched = defaultdict[int, list[Passage]](list)
        for entry, passage, phrasing in synonym_phrasings(self.overrides.synonyms, passages):
            touched[entry.number].append(passage)
            self.phrasings.append(phrasing)
        for entry in self.overrides.synonyms:
            found = touched[entry.number]
            if not found:
                self._warn(entry, f"no passage in {shown(entry.language)} has one of the words {shown(entry.words)}")
            self._tell("synonyms", entry, found, texts=entry.words, language=entry.language, rows=len(found))

    def _meant(self, entries: Sequence[_About], references: References) -> Iterator[tuple[_About, Sequence[Passage]]]:
        """Entries with the parts of the answer that each means; those that mean none are warned of."""
        for entry in entries:
            try:
                found = references.passages(entry.about)
            except AmbiguousReference as exc:
                raise _error(self.overrides, entry, str(exc)) from exc
            if found:
                yield entry, found
            else:
                nearest = references.nearest(entry.about) if len(self.warnings) < _HINTED else None
                self._warn(entry, _unmatched(entry, nearest))

    def _warn(self, entry: Entry, told: str) -> None:
        self.warnings.append(f"{self.overrides.where(entry)}: {told}.")

    def _tell(
        self,
        kind: OverrideKind,
        entry: Synonyms | AboutPassage | WrittenAnswer,
        passages: Sequence[Passage],
        *,
        texts: tuple[str, ...],
        language: str | None = None,
        rows: int = 0,
    ) -> None:
        ids = tuple(dict.fromkeys(passage.id for passage in passages))[:MOST_NAMED]
        signed = {"reason": entry.reason, "author": entry.author}
        told = InForce(
            kind=kind, merchant_id=entry.merchant, texts=texts, passages=ids, rows=rows, language=language, **signed
        )
        self.in_force.append(told)


def _phrasing(entry: Phrasings, phrasing: str, passage: Passage) -> Phrasing:
    language = entry.language or passage.language
    return Phrasing(passage.id, phrasing, passage.text, language, kind="phrasing", told=phrasing)


def _unmatched(entry: AboutPassage, nearest: str | None) -> str:
    """What a curator needs to mend a reference: the question that was perhaps meant."""
    about = entry.about
    named = f"question {shown(about.question)}" if about.question else f"passage {shown(about.passage)}"
    within = f" in {about.document}" if about.document else ""
    hint = f"; its nearest question is {shown(nearest)}" if nearest else ""
    return f"{about.merchant} has no {named}{within}, so this override does nothing{hint}"


def _error(overrides: Overrides, entry: Entry, problem: str) -> OverrideError:
    return OverrideError(f"{overrides.where(entry)}: {problem}.")
