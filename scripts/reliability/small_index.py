"""A small corpus in two versions, its index, and commands on it, each in a process forked from a warm one."""

import contextlib
import gc
import io
import multiprocessing
import os
import resource
import shutil
import signal
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from unittest.mock import patch

from app import cli
from app.domain import SearchRequest
from app.errors import FaqError
from app.generations import load_current, published
from app.retrieval import array_files
from app.search import Searcher
from app.settings import Settings
from app.wiring import Searchers, vector_index
from scripts.reliability.failing_disk import FailingDisk

QUERY = "How long does delivery take?"

_REGISTRY = '[[merchants]]\nid = "alpine"\nname = "Alpine"\n[[merchants.documents]]\npath = "alpine/faq.txt"\n'
_TEXT = """How long does delivery take?
Delivery takes {days} days.

May I return a gift?
Yes, within a year of buying it.

Do you deliver on Sundays?
No, we do not deliver on Sundays.
"""
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: its exit code (None where an error escaped it), what it printed, the calls it made."""

    code: int | None
    printed: str
    calls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A folder with an index, beside the two versions of the corpus."""

    index: Path
    corpora: Path

    @property
    def environment(self) -> dict[str, str]:
        """Settings for it: no model to load, so that a case takes milliseconds."""
        return {"FAQ_INDEX_DIR": str(self.index), "FAQ_MODEL": "hashing", "FAQ_SECOND_ENCODER": "none"}

    def ingest(self, version: str, disk: FailingDisk | None = None, *, largest: int = 0) -> Ended:
        """`faq ingest` of a version, on a failing disk or with no file larger than so many bytes."""
        environment = {**self.environment, "FAQ_CORPUS_DIR": str(self.corpora / version)}
        return forked(lambda: _command(["ingest"], environment, largest), disk)

    def load(self, disk: FailingDisk | None = None) -> Ended:
        """What the service does at its start: loads the served generation or the newest whole one."""
        settings = Settings.from_environment(self.environment)
        return forked(lambda: (0, _loaded(settings).generation.manifest.generation), disk)

    def search(self, disk: FailingDisk | None = None) -> Ended:
        """The same, and then a search."""
        settings = Settings.from_environment(self.environment)
        return forked(lambda: _searched(settings), disk)

    def served(self) -> str:
        """The digest of what is served and whole, on a healthy disk; what is wrong instead, if something is."""
        return forked(lambda: (0, load_current(self.index, vector_index()).manifest.digest)).printed

    def left_behind(self) -> list[str]:
        """Whatever is in the folder beside the lock, CURRENT, and published generations."""
        known = {".lock", "CURRENT", "generations", "data"}
        inside = [path.name for path in self.index.iterdir() if path.name not in known]
        unpublished = {path.name for path in (self.index / "generations").iterdir()} - set(published(self.index))
        return sorted([*inside, *unpublished])


def write_corpora(folder: Path) -> None:
    """The versions `before` and `after`, of which one answer differs."""
    for version, days in (("before", "three"), ("after", "nine")):
        (folder / version / "alpine").mkdir(parents=True)
        (folder / version / "merchants.toml").write_text(_REGISTRY)
        (folder / version / "alpine" / "faq.txt").write_text(_TEXT.format(days=days))


def warm(place: Place) -> None:
    """Loads in this process what the commands need, so that those forked from it take milliseconds."""
    with (
        Path(os.devnull).open("w") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        _command(["ingest"], {**place.environment, "FAQ_CORPUS_DIR": str(place.corpora / "before")}, largest=0)
    _searched(Settings.from_environment(place.environment))
    gc.freeze()  # a collection in a forked process would copy all of it


def copied(place: Place, to: Path) -> Place:
    """The same index in another folder, which is made anew."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(place.index, to)
    return Place(to, place.corpora)


def forked(work: Callable[[], tuple[int, str]], disk: FailingDisk | None = None) -> Ended:
    """What `work` gives back, done by a process of its own that stands before a failing disk, if there is one."""
    fork = multiprocessing.get_context("fork")
    told, tells = fork.Pipe(duplex=False)
    child = fork.Process(target=_report, args=(work, disk, tells))
    child.start()
    tells.close()
    try:
        return told.recv() if told.poll(_SECONDS) else Ended(None, f"It hung for {_SECONDS} s.")
    except EOFError:
        child.join()
        return Ended(None, f"The process died ({child.exitcode}).")
    finally:
        child.kill()
        child.join()


def _report(work: Callable[[], tuple[int, str]], disk: FailingDisk | None, tells: Connection) -> None:
    printed = io.StringIO()  # no file: those may be limited, and the disk may be full
    code: int | None
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        try:
            with disk.inserted() if disk else contextlib.nullcontext():
                code, told = work()
        except FaqError as exc:
            code, told = 1, str(exc)
        except BaseException as exc:  # noqa: BLE001 - the finding
            code, told = None, f"{type(exc).__name__}: {exc}"
    tells.send(Ended(code, told or printed.getvalue().strip(), tuple(disk.calls) if disk else ()))


def _command(arguments: list[str], environment: dict[str, str], largest: int) -> tuple[int, str]:
    os.environ.update(environment)
    if largest:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    return cli.main(arguments), ""


def _searched(settings: Settings) -> tuple[int, str]:
    result = _loaded(settings).search(SearchRequest(QUERY))
    return 0, result.hits[0].passage.text


def _loaded(settings: Settings) -> Searcher:
    """Every array stays in its file, as those of a large index do: searching reads them."""
    with patch.object(array_files, "HELD_BYTES", 0):
        return Searchers(settings).newest()
