"""Ingests hundreds of merchants' tables, changes one answer and ingests again: `make many-merchants ARGS=FOLDER`.

FOLDER holds `corpus.jsonl`: objects with merchant_id, merchant, title (the question) and text (the answer).
"""

import argparse
import dataclasses
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from app import terminal
from app.labelled import json_rows
from app.settings import Settings
from scripts.benchmark.machine import describe
from scripts.benchmark.servers import BenchmarkError, exit_code
from scripts.markdown import table
from scripts.updating.beside import environment_of, linked_index
from scripts.updating.timed_ingestion import Measured, measured

_FILE = "corpus.jsonl"
_CHANGED = " This has changed."


@dataclasses.dataclass(frozen=True, slots=True)
class Texts:
    """A merchant's name and its pairs of question and answer."""

    name: str
    pairs: tuple[tuple[str, str], ...]


def read_texts(folder: Path) -> dict[str, Texts]:
    """The texts of each merchant by an id that the registry takes. Raises EvaluationError or BenchmarkError."""
    names, pairs = dict[str, str](), defaultdict[str, list[tuple[str, str]]](list)
    try:
        for _, row in json_rows(folder / _FILE):
            merchant = re.sub(r"[^a-z0-9]+", "-", str(row["merchant_id"]).lower()).strip("-")
            names[merchant] = str(row["merchant"])
            pairs[merchant].append((str(row["title"]), str(row["text"])))
    except KeyError as exc:
        raise BenchmarkError(f"{folder / _FILE} has a line without {exc}.") from exc
    return {merchant: Texts(names[merchant], tuple(pairs[merchant])) for merchant in pairs}


def write_corpus(texts: Mapping[str, Texts], folder: Path) -> None:
    """A JSONL file a merchant, and the registry."""
    tables = []
    for merchant, of in texts.items():
        (folder / merchant).mkdir(parents=True)
        write_table(of.pairs, folder / merchant / "faq.jsonl")
        told = f'[[merchants]]\nid = "{merchant}"\nname = {json.dumps(of.name)}\n'
        tables.append(f'{told}[[merchants.documents]]\npath = "{merchant}/faq.jsonl"\n')
    (folder / "merchants.toml").write_text("\n".join(tables), encoding="utf-8")


def write_table(pairs: Sequence[tuple[str, str]], path: Path) -> None:
    """A line for each pair."""
    lines = (json.dumps({"question": question, "answer": answer}) for question, answer in pairs)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def runs(texts: Mapping[str, Texts], settings: Settings) -> Iterator[tuple[str, Measured]]:
    """Three ingestions: the first, one after a change of one answer, and one after none."""
    write_corpus(texts, settings.corpus_dir)
    environment = environment_of(settings)
    terminal.print_step(f"Ingesting {len(texts)} merchants")
    yield "first", measured(environment)
    merchant, of = list(texts.items())[len(texts) // 2]
    (question, answer), *others = of.pairs
    write_table([(question, answer + _CHANGED), *others], settings.corpus_dir / merchant / "faq.jsonl")
    terminal.print_step("Ingesting again, with one answer changed")
    yield "one answer changed", measured(environment)
    terminal.print_step("Ingesting again, with nothing changed")
    yield "nothing changed", measured(environment)


def told(done: Mapping[str, Measured], index: Path) -> str:
    """The run in two tables."""
    columns = ["passages", "embedded", "seconds", "of them embedding", "peak MiB"]
    rows = {
        name: [str(run.passages), str(run.embedded), f"{run.seconds:.1f}", f"{run.embedding:.1f}", f"{run.peak:.0f}"]
        for name, run in done.items()
    }
    parts = sorted({part for run in done.values() for part in run.parts})
    spent = {part: [f"{run.parts.get(part, 0):.1f}" for run in done.values()] for part in parts}
    newest = (index / "generations" / next(iter(done.values())).generation).iterdir()
    size = sum(file.stat().st_size for file in newest) / 1e6
    opening = f"On {describe()}. The first generation has {size:.0f} MB."
    return f"{opening}\n\n{table('ingestion', columns, rows)}\n{table('seconds', list(done), spent)}"


def run(options: argparse.Namespace) -> int:
    """Prints what came of it; 1 where other passages were embedded than had to be."""
    texts = dict(islice(read_texts(options.folder).items(), options.merchants))
    with TemporaryDirectory(prefix="faq-many-") as folder:
        settings = linked_index(Settings.from_environment(), Path(folder))
        done = dict(runs(texts, settings))
        print(told(done, settings.index_dir))
    embedded = [each.embedded for each in done.values()]
    expected = [done["first"].passages, 1, 0]
    if embedded != expected:
        terminal.print_error(f"{embedded} passages were embedded, {expected} had to be.")
    return int(embedded != expected)


def main(argv: Sequence[str] | None = None) -> int:
    """Reads the command line and runs it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="with corpus.jsonl")
    parser.add_argument("--merchants", type=int, help="only the first so many")
    options = parser.parse_args(argv)
    return exit_code(lambda: run(options))


if __name__ == "__main__":
    sys.exit(main())
