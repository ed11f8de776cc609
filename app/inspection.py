"""Looks through a generation's passages for what is doubtful, merchant by merchant."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from app.content import Content
from app.contradictions import Contradiction, Contradictions
from app.domain import Merchant, Passage
from app.facts import Fact
from app.findings import Finding
from app.near_duplicates import near_duplicates
from app.neighbours import neighbours
from app.retrieval.ports import Takeable

_LONGEST_WORDS = 80
_MOST = 30
"""Passages that contradict each other: more, in the same words, are of as many things, such as a table's rows."""


def inspected(content: Content, wholes: Takeable, questions: Takeable) -> Iterator[Finding]:
    """What is doubtful, in the passages' order; row n of both arrays of unit vectors is passage n's."""
    passages, merchants = content.passages, {merchant.id: merchant for merchant in content.merchants}
    for merchant_id, rows in groupby(range(len(passages)), lambda row: passages[row].merchant_id):
        first, *others = rows
        pairs = list(neighbours(wholes, questions, range(first, first + len(others) + 1)))
        for group in near_duplicates(passages, pairs):
            yield _near_duplicate([passages[row] for row in group])
        for stated in _joined(Contradictions(passages, pairs, _names(merchants[merchant_id]))):
            yield _contradiction([(passages[row], fact) for row, fact in sorted(stated.items())])


def _names(merchant: Merchant) -> str:
    return " ".join(filter(None, (merchant.label, merchant.name, *merchant.aliases)))


def _joined(contradictions: Iterable[Contradiction]) -> Iterator[dict[int, Fact]]:
    """What rows state, those together that contradict another of them by the same fact."""
    groups: dict[tuple[int, Fact], dict[int, Fact]] = {}
    for each in contradictions:
        one, other = (each.first, each.facts[0]), (each.second, each.facts[1])
        some, others = (groups.setdefault(each, dict([each])) for each in (one, other))
        if some is not others:
            less, more = sorted((some, others), key=len)
            more.update(less)
            groups.update(dict.fromkeys(less.items(), more))
    return (group for group in {id(group): group for group in groups.values()}.values() if len(group) <= _MOST)


def _near_duplicate(passages: Sequence[Passage]) -> Finding:
    ids = tuple(passage.id for passage in passages)
    return Finding("near_duplicate", passages[0].merchant_id, ids, f"{len(ids)} passages say nearly the same")


def _contradiction(stated: Sequence[tuple[Passage, Fact]]) -> Finding:
    words = dict.fromkeys(_quoted(passage.text[fact.start : fact.end]) for passage, fact in stated)
    *some, last = words
    detail = f"says {', '.join(some)} and {last}"
    passages, facts = zip(*stated, strict=True)
    return Finding("contradiction", passages[0].merchant_id, tuple(p.id for p in passages), detail, facts)


def _quoted(words: str) -> str:
    told = " ".join(words.split())
    return f'"{told if len(told) <= _LONGEST_WORDS else told[: _LONGEST_WORDS - 1] + "…"}"'
