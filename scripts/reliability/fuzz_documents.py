"""Reads 2,000 strange documents, and fails where one is neither refused clearly nor cut as it must be: `make fuzz`."""

import argparse
import faulthandler
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

from app.corpus.documents import read_document
from app.corpus.registry import DocumentEntry
from app.errors import DocumentError
from app.languages import detect_document_language
from app.terminal import print_error, print_step
from scripts.markdown import table
from scripts.reliability.document_faults import faults_of
from scripts.reliability.strange_documents import Written, documents

LONGEST, LONGEST_A_BYTE, HANGS = 5.0, 1e-4, 300.0
"""Seconds of CPU that a document may take, more of them for each byte (langdetect takes 20 ms for a passage), and those
after which the whole is given up, with a trace of where it hangs."""

_STEP, _LONGEST_MESSAGE = 200, 1500


@dataclass(slots=True)
class Read:
    """What came of the documents so far."""

    kinds: Counter[str] = field(default_factory=Counter)
    passages: int = 0
    slowest: tuple[float, int] = (0.0, 0)
    faults: dict[int, str] = field(default_factory=dict)

    def told(self) -> str:
        """As a table."""
        seconds, number = self.slowest
        rows = {
            "documents": str(self.kinds.total()),
            "refused clearly": str(self.kinds["refused"]),
            "cut into passages": f"{self.kinds['chunked']} ({self.passages:,} passages)",
            "nothing to search in them": str(self.kinds["empty"]),
            "slowest": f"{seconds:.2f} s of CPU (number {number})",
            "crashes and broken promises": str(len(self.faults)),
        }
        return table("Strange documents", ("",), {name: [cell] for name, cell in rows.items()})


def main(argv: Sequence[str] | None = None) -> int:
    """The command line; 1 where a document crashed the reader, took too long, or was cut wrongly."""
    options, read = _options(argv), Read()
    with tempfile.TemporaryDirectory(prefix="faq-documents-") as folder:
        try:
            _read_all(Path(folder), options, read)
        except KeyboardInterrupt:
            print_step("Interrupted; so far:")
    print(read.told(), end="")
    for number, fault in read.faults.items():
        print_error(f"document {number} of seed {options.seed}: {fault}")
    return 1 if read.faults else 0


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1, help="which documents: the same seed, the same documents")
    parser.add_argument("--keep", type=Path, help="a folder for the documents that something is wrong with")
    return parser.parse_args(argv)


def _read_all(folder: Path, options: argparse.Namespace, read: Read) -> None:
    @seed(options.seed)
    @settings(
        max_examples=options.documents,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(documents())
    def each(written: Written) -> None:
        number = read.kinds.total()
        faulthandler.dump_traceback_later(HANGS, exit=True)
        _read(folder, written, read, number=number)
        faulthandler.cancel_dump_traceback_later()
        if options.keep and number in read.faults:
            options.keep.mkdir(parents=True, exist_ok=True)
            (options.keep / f"{number}-{written[0]}").write_bytes(written[1])
        if read.kinds.total() % _STEP == 0:
            print_step(f"{read.kinds.total()} of {options.documents} documents, {len(read.faults)} faults")

    each()


def _read(folder: Path, written: Written, read: Read, *, number: int) -> None:
    """One document through all that ingestion does with it before it is embedded."""
    name, content = written
    (folder / name).write_bytes(content)
    started = time.process_time()
    try:
        kind, fault = _outcome(folder, name, read)
    except Exception as exc:  # noqa: BLE001 - the finding
        kind, fault = "crashed", f"{type(exc).__name__}: {exc}"
    seconds = time.process_time() - started
    read.kinds[kind] += 1
    read.slowest = max(read.slowest, (seconds, number))
    if fault or seconds > LONGEST + len(content) * LONGEST_A_BYTE:
        read.faults[number] = fault or f"took {seconds:.1f} s"


def _outcome(folder: Path, name: str, read: Read) -> tuple[str, str]:
    """What became of a document, and what is wrong with that."""
    try:
        source = read_document(folder, DocumentEntry(name, "shop", 4))
    except DocumentError as exc:
        told = str(exc)
        clear = f"{name} (listed at" in told and "merchants.toml:4" in told and len(told) < _LONGEST_MESSAGE
        return "refused", "" if clear else f"an unclear refusal: {told[:300]}"
    chunked = source.chunked(detect_document_language)
    read.passages += len(chunked.passages)
    return "chunked" if chunked.passages else "empty", "; ".join(faults_of(chunked)[:3])


if __name__ == "__main__":
    sys.exit(main())
