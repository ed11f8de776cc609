"""The servers that compete, over one published index: what a user would write, and this service."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from app import terminal, wiring
from app.encoders.model_folder import ORIGINAL
from app.errors import IndexMissing
from app.generations import current_folder, current_manifest
from app.settings import Settings
from scripts.benchmark import queries
from scripts.benchmark.contest import Contestant
from scripts.benchmark.servers import ROOT, Plan

OBVIOUS, SERVICE, REPEATED = NAMES = ("obvious alternative", "this service", "this service, repeated queries")
_PLAIN = Path(__file__).with_name("obvious.py")


def ensure_index(settings: Settings) -> None:
    """Ingests the configured corpus where nothing has been published yet."""
    try:
        current_manifest(settings.index_dir)
    except IndexMissing:
        with terminal.embedding_progress() as progress:
            wiring.ingestion(settings, terminal.print_step).run(settings.corpus_dir, progress)


@contextmanager
def index_copy(settings: Settings) -> Iterator[Path]:
    """A folder that links to the index's models and generations: what the service writes there is dropped."""
    with TemporaryDirectory(prefix="faq-bench-") as folder:
        copy = Path(folder)
        for part in ("models", "generations"):
            (copy / part).symlink_to((settings.index_dir / part).resolve())
        (copy / "CURRENT").write_bytes((settings.index_dir / "CURRENT").read_bytes())
        yield copy


def contestants(settings: Settings, index: Path) -> list[Contestant]:
    """The obvious alternative first; it is left out where the model has no sentence-transformers folder."""
    return [
        *_obvious(settings, index),
        Contestant(SERVICE, service_plan(index, FAQ_CACHE_MB="0"), queries.in_turn, suggests=True),
        Contestant(REPEATED, service_plan(index), queries.repeated),
    ]


def service_plan(index: Path, **given: str) -> Plan:
    """`faq serve` over an index folder with these settings, its other ones from the environment."""
    return Plan(SERVICE, [sys.executable, "-m", "app.cli", "serve"], {"FAQ_INDEX_DIR": str(index), **given})


def _obvious(settings: Settings, index: Path) -> Iterator[Contestant]:
    model = settings.index_dir / "models" / current_manifest(settings.index_dir).fingerprint / ORIGINAL
    if model.is_dir():
        folders = [str(current_folder(settings.index_dir).resolve()), str(model.resolve())]
        command = [sys.executable, str(_PLAIN), *folders, str(index / "obvious.index")]
        yield Contestant(OBVIOUS, Plan(OBVIOUS, command, {"PYTHONPATH": str(ROOT)}), queries.in_turn)
