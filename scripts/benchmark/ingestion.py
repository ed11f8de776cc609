"""How fast passages are ingested, part by part, beside plain `SentenceTransformer.encode` on the same texts."""

import argparse
import dataclasses
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import numpy as np

from app import terminal, wiring
from app.beir import BeirPassage, convert
from app.content import read_content
from app.encoders.model_folder import ORIGINAL, read_card
from app.encoders.ports import EncodedPassage, PassageEncoder, Progress, SecondEncoder, Vectors
from app.generations import current_folder, current_manifest
from app.ingest import Ingestion
from app.settings import Settings
from scripts.benchmark.candidates import ensure_index
from scripts.benchmark.machine import describe
from scripts.markdown import table
from scripts.public_files import READERS

PASSAGES = 1000
_PLAIN_BATCH = 32
"""What `SentenceTransformer.encode` takes at a time, sorted by characters, unless told otherwise."""
_PLAIN, _ALL, _REST = "SentenceTransformer.encode, passages only", "faq ingest, everything", "– all else"


class Timed:
    """An encoder whose methods' seconds are kept, with the texts and what was made of them."""

    def __init__(self, encoder: object, kept: "Kept", name: str) -> None:
        self._encoder, self._kept, self._name = encoder, kept, name

    def __getattr__(self, name: str) -> object:
        found: object = getattr(self._encoder, name)
        if not name.startswith("encode_"):
            return found
        return self._timed(cast("Callable[..., Sequence[object]]", found), f"– {self._name}: {name[len('encode_') :]}")

    def _timed(self, encode: Callable[..., Sequence[object]], part: str) -> Callable[..., Sequence[object]]:
        def timed(texts: Sequence[str], progress: Progress | None = None) -> Sequence[object]:
            started = time.perf_counter()
            encoded = encode(texts, progress)
            self._kept.add(part, time.perf_counter() - started, texts, encoded=encoded)
            return encoded

        return timed


@dataclasses.dataclass(slots=True)
class Kept:
    """Seconds by part, in the order in which the parts came first; the passages' texts and embeddings."""

    seconds: dict[str, float] = dataclasses.field(default_factory=dict)
    texts: list[str] = dataclasses.field(default_factory=list)
    encoded: list[object] = dataclasses.field(default_factory=list)

    def add(self, part: str, seconds: float, texts: Sequence[str], *, encoded: Sequence[object]) -> None:
        """Adds to a part; the first one that there is holds the passages."""
        self.seconds[part] = self.seconds.get(part, 0.0) + seconds
        if part == next(iter(self.seconds)):
            self.texts.extend(texts)
            self.encoded.extend(encoded)


def run(options: argparse.Namespace) -> str:
    """Ingests `options.passages` passages into an index of their own, encodes the same texts, prints the table."""
    settings = Settings.from_environment()
    ensure_index(settings)
    wanted = 20 if options.short else options.passages
    passages = list(islice(_endless(_passages(settings, options.texts)), wanted))
    terminal.print_step(f"Ingesting {len(passages)} passages")
    whole, kept = _ingest(passages, settings)
    rows = {_ALL: whole, **kept.seconds, _REST: whole - sum(kept.seconds.values())}
    agreement = ""
    model = settings.index_dir / "models" / current_manifest(settings.index_dir).fingerprint
    if (model / ORIGINAL).is_dir():
        terminal.print_step("Encoding the same texts with SentenceTransformer.encode")
        rows[_PLAIN], vectors = _encode_plainly(kept.texts, model)
        own = np.stack([one.vector for one in cast("list[EncodedPassage]", kept.encoded)])
        cosines = np.sum(own * vectors, axis=1)
        agreement = (
            f" Cosine of the two passage vectors: {cosines.mean():.5f} on average, at least {cosines.min():.5f}."
            f" {_padding(kept.texts, model)}"
        )
    print(text := f"On {describe()}; {len(kept.texts)} passages.{agreement}\n\n{_table(rows, len(kept.texts))}")
    return text


def _padding(texts: Sequence[str], model: Path) -> str:
    from app.encoders.batches import by_length  # noqa: PLC0415 - with what follows
    from app.encoders.sentence_transformers_encoder import load_model, token_counts  # noqa: PLC0415 - loads torch

    tokens = token_counts(load_model(model / ORIGINAL), texts)
    by_characters = sorted(range(len(texts)), key=lambda place: -len(texts[place]))
    plain = [by_characters[start : start + _PLAIN_BATCH] for start in range(0, len(texts), _PLAIN_BATCH)]
    own, others = (sum(len(b) * max(tokens[i] for i in b) for b in batches) for batches in (by_length(tokens), plain))
    return f"Padding on top of the tokens: {own / sum(tokens) - 1:.0%}, there {others / sum(tokens) - 1:.0%}."


def _table(seconds: dict[str, float], passages: int) -> str:
    plain = seconds.get(_PLAIN)
    rows = {
        part: [f"{spent:.1f}", f"{passages / spent:.1f}", f"{plain / spent:.2f}×" if plain else ""]
        for part, spent in seconds.items()
        if spent > 0
    }
    return table("part", ["seconds", "passages/s", "times as fast as SentenceTransformer.encode"], rows)


def _passages(settings: Settings, folder: Path | None) -> list[BeirPassage]:
    """Those of the configured index, then those of the public sets in `folder`, each text once."""
    own = read_content(current_folder(settings.index_dir)).passages
    found = [BeirPassage(p.id, p.question or "", p.text, merchant=p.merchant_id, language=p.language) for p in own]
    for place, read in READERS.values():
        if folder and (folder / place).exists():
            found += read(folder / place).passages
    return list({(p.title, p.text): p for p in found}.values())


def _endless(passages: Sequence[BeirPassage]) -> Iterator[BeirPassage]:
    """The passages, then the same with a number at the end, so that no text comes twice."""
    for turn in count(1):
        for each in passages:
            more = f" ({turn})" if turn > 1 else ""
            yield dataclasses.replace(each, id=f"{each.id}{more}", text=f"{each.text}{more}")


def _ingest(passages: Sequence[BeirPassage], settings: Settings) -> tuple[float, Kept]:
    kept = Kept()
    with TemporaryDirectory(prefix="faq-bench-") as folder:
        corpus, index = Path(folder, "corpus"), Path(folder, "index")
        index.mkdir()
        (index / "models").symlink_to((settings.index_dir / "models").resolve())
        for path, text in convert(passages, (), {}).files.items():
            (corpus / path).parent.mkdir(parents=True, exist_ok=True)
            (corpus / path).write_text(text, encoding="utf-8", newline="")
        ingestion = _watched(wiring.ingestion(dataclasses.replace(settings, index_dir=index)), kept)
        with terminal.embedding_progress() as progress:
            started = time.perf_counter()
            ingestion.run(corpus, progress)
            return time.perf_counter() - started, kept


def _watched(ingestion: Ingestion, kept: Kept) -> Ingestion:
    def second() -> SecondEncoder | None:
        encoder = ingestion.second_encoder()
        return cast("SecondEncoder", Timed(encoder, kept, "second encoder")) if encoder else None

    return dataclasses.replace(
        ingestion,
        encoder=lambda: cast("PassageEncoder", Timed(ingestion.encoder(), kept, "encoder")),
        second_encoder=second,
    )


def _encode_plainly(texts: list[str], model: Path) -> tuple[float, Vectors]:
    """As one would write it; loading the model is not counted."""
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - loads torch

    loaded = SentenceTransformer(str((model / ORIGINAL).resolve()), device="cpu", local_files_only=True)
    loaded.encode(texts[:8])
    started = time.perf_counter()
    vectors: Vectors = loaded.encode(texts, prompt=read_card(model).passage_prefix, normalize_embeddings=True)
    return time.perf_counter() - started, vectors
