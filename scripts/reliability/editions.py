"""One corpus in two editions, published in one index: no passage has the same id, or stands in the same row."""

import re
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from app import terminal, wiring
from app.content import read_content
from app.generations import folder_of
from app.settings import Settings

_PATH = re.compile(r'^(\s*path\s*=\s*)"(.+)"', re.MULTILINE)
_MERCHANT = re.compile(r"^(?=\[\[merchants\]\])", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Edition:
    """A published generation: of every passage by its id the merchant and the text, and the ids by their question."""

    generation: str
    passages: Mapping[str, tuple[str, str]]
    asked: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Editions:
    """An index folder, and both of its generations."""

    index: Path
    both: tuple[Edition, Edition]


@contextmanager
def editions(settings: Settings) -> Iterator[Editions]:
    """The configured corpus, ingested twice beside the configured index, whose models are used."""
    with TemporaryDirectory(prefix="faq-editions-") as folder:
        index = Path(folder, "index")
        index.mkdir()
        if (models := settings.index_dir / "models").is_dir():
            (index / "models").symlink_to(models.resolve(), target_is_directory=True)
        beside = replace(settings, index_dir=index, data_dir=index / "data")
        corpora = settings.corpus_dir, _moved(settings.corpus_dir, Path(folder, "moved"))
        first, second = (_published(beside, corpus) for corpus in corpora)
        yield Editions(index, (first, second))


def _moved(corpus: Path, to: Path) -> Path:
    """The same documents, all in another folder, the last merchant's first; the last paragraph of one is left out."""
    shutil.copytree(corpus, to / "moved")
    registry = (to / "moved" / "merchants.toml").read_text(encoding="utf-8")
    (to / "moved" / "merchants.toml").unlink()
    _shorten(next(to / "moved" / path for _, path in _PATH.findall(registry) if path.endswith(".txt")))
    opening, *merchants = _MERCHANT.split(_PATH.sub(r'\1"moved/\2"', registry))
    reversed_ = "\n".join([opening, *reversed(merchants)])
    (to / "merchants.toml").write_text(reversed_, encoding="utf-8")
    return to


def _shorten(document: Path) -> None:
    kept, _, _ = document.read_text(encoding="utf-8").rstrip().rpartition("\n\n")
    document.write_text(f"{kept}\n", encoding="utf-8")


def _published(settings: Settings, corpus: Path) -> Edition:
    with terminal.embedding_progress() as progress:
        done = wiring.ingestion(settings, terminal.print_step).run(corpus, progress)
    name = done.manifest.generation
    passages = read_content(folder_of(settings.index_dir, name)).passages
    asked = defaultdict[str, set[str]](set)
    for passage in passages:
        if passage.question:
            asked[passage.question].add(passage.id)
    return Edition(
        name,
        {passage.id: (passage.merchant_id, passage.text) for passage in passages},
        {question: frozenset(ids) for question, ids in asked.items()},
    )
