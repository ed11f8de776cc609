"""What each part of the configured index costs: memory as the parts are loaded one by one, and bytes a passage."""

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app import wiring
from app.content import read_content
from app.encoders.onnx_encoder import OnnxQueryEncoder
from app.encoders.universal import UniversalSentenceEncoder
from app.errors import FaqError
from app.generations import current_folder, current_manifest
from app.retrieval.exact import load_exact
from app.retrieval.lexical import load_lexical
from app.retrieval.second_opinion import load_second_rows
from app.retrieval.token_archive import load_token_rows
from app.settings import Settings
from scripts.markdown import table


@dataclass(frozen=True, slots=True)
class Memory:
    """Mebibytes in use, and the most that ever were.

    From Linux's /proc: `getrusage` would begin with the peak of the process that started this one.
    """

    resident: float
    peak: float


def memory() -> Memory:
    """What the process uses now."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    told = {name: value for name, _, value in (line.partition(":") for line in lines)}
    resident, peak = (int(told[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))
    return Memory(resident, peak)


def main() -> int:
    """Prints both tables; 1 where there is no index."""
    settings = Settings.from_environment()
    try:
        manifest, folder = current_manifest(settings.index_dir), current_folder(settings.index_dir)
        print(memory_table(_parts(settings, folder, manifest.fingerprint)))
        print(size_table(folder, manifest.counts["passages"]))
    except FaqError as exc:
        print(f"Error: {exc}", file=sys.stderr)
        return 1
    return 0


def memory_table(parts: Mapping[str, Callable[[], object]]) -> str:
    """Loads part after part, each kept, and tells what each added."""
    before, kept = memory(), []
    rows = {"Python and libraries": [f"{before.resident:.0f}", f"{before.resident:.0f}", f"{before.peak:.0f}"]}
    for name, load in parts.items():
        kept.append(load())
        now = memory()
        rows[name] = [f"{now.resident - before.resident:.0f}", f"{now.resident:.0f}", f"{now.peak:.0f}"]
        before = now
    return table("MiB of memory", ["added", "in all", "peak so far"], rows)


def size_table(folder: Path, passages: int) -> str:
    """Every file of a generation, the largest first."""
    sizes = sorted(((path.stat().st_size, path.name) for path in folder.iterdir()), reverse=True)
    total = sum(size for size, _ in sizes)
    rows = {name: _cells(size, passages) for size, name in sizes}
    return table(f"{passages} passages", ["KiB", "bytes a passage"], {**rows, "all": _cells(total, passages)})


def _cells(size: int, passages: int) -> list[str]:
    return [f"{size / 1024:.0f}", f"{size / passages:.0f}"]


def _parts(settings: Settings, folder: Path, fingerprint: str) -> dict[str, Callable[[], object]]:
    return dict(_loads(settings, folder, fingerprint))


def _loads(settings: Settings, folder: Path, fingerprint: str) -> Iterator[tuple[str, Callable[[], object]]]:
    """How each part is loaded, by name; those that the index does not have are left out."""
    manifest = current_manifest(settings.index_dir)
    yield "passages", lambda: read_content(folder)
    if kind := wiring.vector_index().named(manifest.index_kind):
        yield "vector index", lambda: kind.load(folder / "nearest.index")
    yield "exact vectors", lambda: [load_exact(folder / name) for name in ("passages", "questions")]
    yield "token rows", lambda: load_token_rows(folder / "tokens")
    yield "lexical index", lambda: load_lexical(folder / "lexical")
    if manifest.second:
        yield "second encoder's rows", lambda: load_second_rows(folder / "second")
    model = settings.index_dir / "models" / fingerprint
    if model.is_dir():
        yield "query encoder, one query", lambda: _warm(OnnxQueryEncoder.load(model, threads=settings.encoder_threads))
    if settings.second_encoder == "universal":
        yield "second encoder, one query", UniversalSentenceEncoder.load


def _warm(encoder: OnnxQueryEncoder) -> OnnxQueryEncoder:
    encoder.encode_query("warm up")
    return encoder


if __name__ == "__main__":
    sys.exit(main())
