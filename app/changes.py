"""What a generation changes of the served one, document by document."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from app.content import Content, StoredContent
from app.domain import Merchant, Passage

Change = Literal["added", "changed", "removed"]


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """A document that is not as before, with its passages by whether they were there before (by their ids).

    `embedded` counts those whose vectors were made now: one that says what another said before takes that one's.
    """

    document: str
    change: Change
    added: int
    removed: int
    kept: int
    embedded: int


@dataclass(frozen=True, slots=True)
class MerchantChanges:
    """The ids of the merchants that are not as before; those that changed are described in another way."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """The documents that are not as before, by path; of the others, how many there are.

    `kept` and `embedded` count passages of all documents, changed or not: another model embeds every one anew.
    """

    documents: tuple[DocumentChange, ...]
    unchanged: int
    merchants: MerchantChanges
    kept: int
    embedded: int

    @property
    def added(self) -> int:
        """Passages that were not there before."""
        return sum(each.added for each in self.documents)

    @property
    def removed(self) -> int:
        """Passages that are no longer there."""
        return sum(each.removed for each in self.documents)


@dataclass(slots=True)
class _Version:
    """A document as a generation has it: its passages' ids, and a hash of everything that is told of it and them."""

    ids: set[str] = field(default_factory=set)
    told: int = 0

    def add(self, passage: Passage) -> None:
        self.ids.add(passage.id)
        self.told = hash((self.told, passage))


def changes(before: StoredContent | None, after: Content, embedded: Iterable[Passage]) -> Changes:
    """What `after` changes of `before`, None for a first ingestion; `embedded` are the passages it embedded."""
    old, new = _versions(before), _versions(after)
    made = Counter(passage.document for passage in embedded)
    changed = [path for path in sorted(old.keys() | new.keys()) if old.get(path) != new.get(path)]
    return Changes(
        documents=tuple(_change(path, old, new, embedded=made[path]) for path in changed),
        unchanged=len(new.keys() - changed),
        merchants=_merchants(before.merchants if before else (), after.merchants),
        kept=sum(len(version.ids & old[path].ids) for path, version in new.items() if path in old),
        embedded=made.total(),
    )


def _merchants(before: Iterable[Merchant], after: Iterable[Merchant]) -> MerchantChanges:
    old, new = ({merchant.id: merchant for merchant in merchants} for merchants in (before, after))
    return MerchantChanges(
        added=tuple(sorted(new.keys() - old.keys())),
        changed=tuple(sorted(name for name in new.keys() & old.keys() if new[name] != old[name])),
        removed=tuple(sorted(old.keys() - new.keys())),
    )


_Versions = Mapping[str, _Version]


def _versions(content: Content | StoredContent | None) -> _Versions:
    if content is None:
        return {}
    versions = {document.path: _Version(told=hash(document)) for document in content.documents}
    for passage in content.passages:
        versions[passage.document].add(passage)
    return versions


def _change(path: str, old: _Versions, new: _Versions, *, embedded: int) -> DocumentChange:
    before, after = old.get(path, _Version()).ids, new.get(path, _Version()).ids
    return DocumentChange(
        document=path,
        change="changed" if path in old and path in new else "added" if path in new else "removed",
        added=len(after - before),
        removed=len(before - after),
        kept=len(after & before),
        embedded=embedded,
    )
