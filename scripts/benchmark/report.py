"""Everything that was measured in one run, as Markdown."""

from collections.abc import Iterator, Sequence

from app.generations import current_manifest
from app.labelled import LabelledQuery
from app.settings import Settings
from scripts.benchmark import queries, targets
from scripts.benchmark.candidates import OBVIOUS, REPEATED, SERVICE
from scripts.benchmark.contest import CLOSED, SUGGEST, Result, closed_name
from scripts.benchmark.machine import CORES, describe
from scripts.benchmark.stages import stage_table
from scripts.benchmark.tables import contest_table

_ONE = closed_name(CLOSED[0])


def told(results: Sequence[Result], settings: Settings, labelled: Sequence[LabelledQuery]) -> str:
    """The machine, the contest, the targets, and where a search's time goes; of what there is."""
    if not results:
        return "Nothing was measured."
    searched = {result.name: result for result in results if _ONE in result.loads}
    suggested = [result for result in results if SUGGEST in result.loads]
    bars = [*_of_searches(searched), *(target for result in suggested for target in targets.suggesting(result))]
    parts = [
        _introduction(settings, labelled) + _disturbance(results),
        contest_table(results),
        targets.targets_table(bars) if bars else "",
    ]
    if service := searched.get(SERVICE):
        parts.append(stage_table(service.loads[_ONE].run))
    return "\n".join(filter(None, parts))


def _of_searches(searched: dict[str, Result]) -> Iterator[targets.Target]:
    obvious, service, repeated = (searched.get(name) for name in (OBVIOUS, SERVICE, REPEATED))
    if obvious and service:
        yield from targets.against(obvious, service)
    if service:
        yield from targets.alone(service)
    if repeated:
        yield from targets.with_repeats(repeated)


def _disturbance(results: Sequence[Result]) -> str:
    loads = [measured for result in results for measured in result.loads.values()]
    share = sum(each.others_cpu for each in loads) / (CORES * sum(each.run.elapsed for each in loads))
    return f"Other processes took {share:.0%} of the machine meanwhile.\n"


def _introduction(settings: Settings, labelled: Sequence[LabelledQuery]) -> str:
    characters = sum(len(each.query) for each in labelled) / len(labelled)
    passages = current_manifest(settings.index_dir).counts["passages"]
    return (
        f"On {describe()}; {passages} passages. {len(labelled)} labelled queries ({characters:.0f} characters on "
        "average) in turn, this service's caches being off; the repeated ones, its caches being on, are "
        f"{queries.DIFFERENT} queries made of these with order numbers, drawn by Zipf's law with exponent "
        f"{queries.ZIPF}. Times of open loops run from when a call was due. In brackets: how many times the first "
        "server's figure. "
    )
