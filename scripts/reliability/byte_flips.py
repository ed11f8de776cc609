"""Damages every file of a generation in every way, and looks each time at what is served: `make byte-flips`."""

import argparse
import gc
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from pathlib import Path

from app.generations import Served, folder_of, load_newest, published
from app.settings import Settings
from app.terminal import print_error, print_step
from app.wiring import vector_index
from scripts.markdown import table
from scripts.reliability.corpora import bundled_corpus, write_corpus
from scripts.reliability.damages import Damage, damaged, damages
from scripts.reliability.kill_places import ingested, warm_up
from scripts.reliability.starting import readiness

KINDS = ("flip", "cut", "emptied", "missing", "appended", "swapped")
_STARTED_ON = ("passages.jsonl", "nearest.index", "manifest.json")


def main(argv: Sequence[str] | None = None) -> int:
    """The command line; 1 where a damage was not found, not named, or not served around."""
    options = _options(argv)
    rows, troubles = dict[str, Counter[str]](), list[str]()
    with tempfile.TemporaryDirectory(prefix="faq-flips-") as folder:
        settings = _published(Path(folder), write_corpus if options.small else bundled_corpus)
        try:
            for path in _files(settings.index_dir):
                rows[path.name] = _counted(settings.index_dir, path, troubles, every=options.every)
                print_step(f"{path.name}: {rows[path.name].total()} damages, {len(troubles)} not found so far")
            troubles += [trouble for name in _STARTED_ON[: options.starts] if (trouble := _started(settings, name))]
        except KeyboardInterrupt:
            print_step("Interrupted; so far:")
    print(_told(rows), end="")
    for trouble in troubles:
        print_error(trouble)
    return 1 if troubles else 0


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="only every so many-th damage of a file")
    parser.add_argument("--small", action="store_true", help="a small corpus instead of the bundled one")
    parser.add_argument("--starts", type=int, default=3, help="damaged files on which the whole service is started")
    return parser.parse_args(argv)


def _published(folder: Path, corpus: Callable[[Path, int], Path]) -> Settings:
    """An index with two generations, the second of which is served."""
    environment = {"FAQ_MODEL": "hashing", "FAQ_SECOND_ENCODER": "none", "FAQ_INDEX_DIR": str(folder / "index")}
    settings = Settings.from_environment(environment)
    warm_up()
    for version in (0, 1):
        ingested(settings, corpus(folder / str(version), version))
    return settings


def _files(index: Path) -> list[Path]:
    return [*sorted(folder_of(index, published(index)[0]).iterdir()), index / "CURRENT"]


def _counted(index: Path, path: Path, troubles: list[str], *, every: int) -> Counter[str]:
    """How many damages of each kind were found; the others are told."""
    before = folder_of(index, published(index)[1]) / path.name
    counts = Counter[str]()
    for damage in islice(damages(path.read_bytes(), before.read_bytes() if before.exists() else None), 0, None, every):
        with damaged(path, damage):
            trouble = _trouble(load_newest(index, vector_index()), index, path)
        counts[damage.kind] += 1
        if trouble:
            troubles.append(f"{path.name}, {damage.kind}: {trouble}")
    gc.collect()  # each load holds files open until then
    return counts


def _trouble(served: Served, index: Path, path: Path) -> str:
    """What is wrong after a damage: nothing where the file is named, and another generation is served, whole."""
    newest, before = published(index)
    if not served.refused:
        return "not found"
    if path.name not in served.refused[0]:
        return f"not named: {served.refused[0]}"
    name = served.generation.manifest.generation
    wanted = newest if path.name == "CURRENT" else before  # without CURRENT's word, the newest
    return "" if name == wanted else f"{name} is served"


def _started(settings: Settings, name: str) -> str:
    """What is wrong with the service that is started on a damaged file: `/readyz` has to name it."""
    path = folder_of(settings.index_dir, published(settings.index_dir)[0]) / name
    with damaged(path, Damage("emptied", b"")):
        ready = readiness(settings)
    named = str(ready["checks"]["index"])
    served = ready["generation"] == published(settings.index_dir)[1]
    return "" if served and path.relative_to(settings.index_dir).as_posix() in named else f"/readyz says {ready}"


def _told(rows: Mapping[str, Counter[str]]) -> str:
    whole = {**rows, "all": sum(rows.values(), Counter[str]())}
    cells = {name: [*(str(counts[kind]) for kind in KINDS), str(counts.total())] for name, counts in whole.items()}
    return table("found and named", [*KINDS, "all"], cells)


if __name__ == "__main__":
    sys.exit(main())
