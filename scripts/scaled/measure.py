"""Loads a published index as the service does and measures it: `QUERIES BASE_INDEX`, settings from the environment."""

import gc
import os
import sys
import time
from pathlib import Path

import numpy as np

from app import wiring
from app.facets import Facet
from app.generations import current_folder, load_current
from app.labelled import read_labelled
from app.manifest import read_manifest
from app.search import Searcher
from app.settings import Settings
from scripts.scaled.child import Figures, memory, named, tell
from scripts.scaled.nearness import SAMPLE, neighbours, recalls
from scripts.scaled.searching import LARGEST, passes, requests
from scripts.scaled.suggesting import suggestions


def measure(settings: Settings, queries: Path, base_index: Path) -> Figures:
    """Seconds, MiB, milliseconds, recall: everything about an index while it is served."""
    folder, labelled = current_folder(settings.index_dir), read_labelled(queries)
    searcher, loaded = load(settings, folder)
    asked = requests(searcher, labelled)
    searched = passes(searcher, asked, lambda: forget(folder))
    after, rows, content = memory(), searcher.generation.rows, searcher.generation.content
    encoder = searcher._understanding.encoder  # as it serves: only wiring makes it
    vectors = np.array([encoder.encode_query(each.query).vector for each in labelled[:SAMPLE]])
    largest = Facet(content.columns.merchants).rows_of(asked[LARGEST][0].merchants)
    base = load_current(base_index, wiring.vector_index())
    return {
        **loaded,
        **searched,
        **named("MiB after searches", after),
        **recalls(rows, vectors, largest),
        **named("neighbours", neighbours(rows)),
        **named("real neighbours", neighbours(base.rows)),
        **suggestions(content, labelled),
    }


def load(settings: Settings, folder: Path) -> tuple[Searcher, Figures]:
    """A searcher over an index that no page of is in memory, and what that took; then the checksums alone."""
    forget(folder)
    started = time.perf_counter()
    searcher = wiring.searcher(settings)
    seconds = time.perf_counter() - started
    gc.collect()
    gc.freeze()  # as the service does
    loaded = named("MiB after loading", memory())
    forget(folder)
    started = time.perf_counter()
    read_manifest(folder).verify(folder)
    return searcher, {"load, s": seconds, "load, checksums, s": time.perf_counter() - started, **loaded}


def forget(folder: Path) -> None:
    """Drops the files of a folder, which are on disk, from the page cache: a disk is asked again for each page."""
    for path in folder.iterdir():
        file = os.open(path, os.O_RDONLY)
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(file)


if __name__ == "__main__":
    tell(measure(Settings.from_environment(), Path(sys.argv[1]), Path(sys.argv[2])))
