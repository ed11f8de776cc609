"""What the next generation must not lose of the served one: merchants, passages, and how well it is found."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from app.comparison import Baseline, Comparison, compare
from app.content import StoredContent
from app.errors import FaqError, PublishRefused
from app.evaluation import Search, evaluate
from app.generations import Generation
from app.labelled import LabelledQuery
from app.proof import prove

MOST_LOST = 0.3
"""Share of the served passages, and of those of one merchant who has `MANY`."""

MANY = 10
"""Of fewer passages, one edit that is meant takes a third: a shop that closes its gift service loses three answers."""

_FORCE = "What is served stays as it was. Where this is meant, publish with `faq ingest --force`."


@dataclass(frozen=True, slots=True)
class Guard:
    """Approves a generation before it is published: proven always; held against the served one unless `forced`.

    `searching` makes a search over a generation; `queries` are labelled ones that it has to answer as well.
    """

    searching: Callable[[Generation], Search]
    queries: Sequence[LabelledQuery] = ()
    forced: bool = False

    def approve(self, new: Generation, served: Generation | None) -> tuple[str, ...]:
        """Raises PublishRefused, saying what is wrong or lost; gives back what deserves a warning.

        Raises EvaluationError for a labelled query that cannot be searched for.
        """
        search = self.searching(new)
        prove(new, search)
        if served is None or self.forced:
            return ()
        require_kept(served.content, new.content)
        shared = _shared(self.queries, served, new)
        if shared:
            require_found(shared, self._searching_served(served), search)
        left_out = len(self.queries) - len(shared)
        told = (
            f"{left_out} of {len(self.queries)} labelled queries were left out: both generations must have a merchant."
        )
        return (told,) if left_out else ()

    def prove(self, generation: Generation) -> None:
        """Raises PublishRefused unless the generation can be searched."""
        prove(generation, self.searching(generation))

    def _searching_served(self, served: Generation) -> Search:
        try:
            return self.searching(served)
        except FaqError as exc:
            raise PublishRefused(f"The served generation cannot be searched to compare with: {exc} {_FORCE}") from exc


def require_kept(served: StoredContent, new: StoredContent) -> None:
    """Raises PublishRefused where a merchant, or more than 30 % of all passages or of one merchant's, would be lost.

    Passages are counted by merchant: an answer that is worded anew is none that is lost, and what one merchant gains
    makes up for nothing that another loses. Among many merchants, one may lose nearly everything (a truncated export)
    and it is still a small share of all: hence the bound of each. Its false alarm is a shop with ten passages or more
    that gives up a third of them, which is rare, and one look and `--force` away; those with fewer are only counted
    among all, as a third of theirs is an everyday edit.
    """
    if gone := sorted({merchant.id for merchant in served.merchants} - {merchant.id for merchant in new.merchants}):
        more = f" and {len(gone) - 3} more" if len(gone) > 3 else ""
        raise PublishRefused(f"The new generation loses the merchants {', '.join(gone[:3])}{more}. {_FORCE}")
    before, after = (content.columns.merchants.counts for content in (served, new))
    lost = Counter(before) - Counter(after)
    if lost.total() > MOST_LOST * len(served.passages):
        worst = ", ".join(f"{merchant} {count}" for merchant, count in lost.most_common(3))
        raise _loses(f"{lost.total()} of {len(served.passages)} passages", f" (most of all: {worst})")
    for merchant, count in lost.most_common():
        if before[merchant] >= MANY and count > MOST_LOST * before[merchant]:
            raise _loses(f"{count} of the {before[merchant]} passages of {merchant}")


def _loses(what: str, worst: str = "") -> PublishRefused:
    return PublishRefused(f"The new generation loses {what}, more than {MOST_LOST:.0%}{worst}. {_FORCE}")


def _shared(queries: Sequence[LabelledQuery], served: Generation, new: Generation) -> list[LabelledQuery]:
    """The queries that both can be asked: a merchant may be new."""
    known = {m.id for m in served.content.merchants} & {m.id for m in new.content.merchants}
    return [query for query in queries if known.issuperset(query.merchants)]


def require_found(queries: Sequence[LabelledQuery], served: Search, new: Search) -> None:
    """Raises PublishRefused, with the figures, where the labelled queries are answered worse than by the served one."""
    baseline = Baseline.of(Path("the served generation"), evaluate(queries, served))
    comparison = compare(baseline, evaluate(queries, new))
    if comparison.worse:
        raise PublishRefused(
            f"The new generation answers {len(queries)} labelled queries worse: {_told(comparison)}. "
            f"Labels count lines: where lines of a document moved, correct them. {_FORCE}"
        )


def _told(comparison: Comparison) -> str:
    """The figures that fell, and up to three of the queries."""
    fell = (f"{each.name} {each.before:.3f} -> {each.after:.3f}" for each in comparison.differences if each.worse)
    worse = (f"query {change.labelled.id!r}" for change in comparison.changes if not change.better)
    return ", ".join((*fell, *islice(worse, 3)))
