"""What an ablation has measured, as Markdown for people and as plain structures for machines."""

import dataclasses
from collections.abc import Iterator, Sequence

from app.evaluation import Summary, Time
from scripts import language_matrix, markdown


@dataclasses.dataclass(slots=True)
class Measured:
    """What was measured so far: summaries by set and wanted variant, stages' times by set, and the language matrix."""

    wanted: Sequence[str]
    figures: dict[str, dict[str, Summary]] = dataclasses.field(default_factory=dict)
    abstention_only: set[str] = dataclasses.field(default_factory=set)
    milliseconds: dict[str, dict[str, Time]] = dataclasses.field(default_factory=dict)
    matrix: language_matrix.Matrix = dataclasses.field(default_factory=dict)

    def markdown(self) -> Iterator[str]:
        """The tables that there is something to fill with."""
        ranked = {name: of for name, of in self.figures.items() if name not in self.abstention_only}
        if ranked:
            yield markdown.success_table(ranked)
            yield markdown.order_table(ranked)
        if self.figures:
            yield markdown.abstention_table(self.figures)
        for name, spent in self.milliseconds.items():
            yield f"Stages of a search, {name}:\n\n{markdown.times_table(spent)}"
        if self.matrix:
            yield language_matrix.matrix_table(self.matrix)

    def json(self) -> dict[str, object]:
        """The same for machines."""
        return {
            "sets": _plain(self.figures),
            "milliseconds": _plain(self.milliseconds),
            "matrix": self.matrix,
        }


def _plain(groups: dict[str, dict[str, Summary]] | dict[str, dict[str, Time]]) -> dict[str, object]:
    return {name: {key: dataclasses.asdict(value) for key, value in of.items()} for name, of in groups.items()}
