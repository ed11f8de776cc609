"""`scripts/bench.py --scale`: synthetic corpora of several sizes, each built and measured in processes of their own."""

import argparse
import json
import shutil
from pathlib import Path
from tempfile import gettempdir

from app import terminal
from app.settings import Settings
from scripts.scaled.base import ensure_base
from scripts.scaled.chart import chart
from scripts.scaled.child import Figures, figures_of
from scripts.scaled.report import growth, markdown

CHART = Path(__file__).with_name("growth.svg")
_BUILT = "built.json"


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `--scale`."""
    group = parser.add_argument_group("synthetic corpora (tens of gigabytes on disk for a million passages)")
    group.add_argument("--scale", nargs="+", type=int, metavar="PASSAGES", help="builds and measures such corpora")
    work = Path(gettempdir(), "faq-scale")
    group.add_argument("--work", type=Path, default=work, help="folder for their indexes (default: %(default)s)")
    group.add_argument("--keep", action="store_true", help="leaves them there, and takes those that are there already")
    group.add_argument("--json", type=Path, metavar="FILE", help="writes every figure")


def run(options: argparse.Namespace) -> str:
    """Builds and measures; what was measured is printed, also when it is interrupted."""
    settings, sizes = Settings.from_environment(), dict[int, Figures]()
    base = ensure_base(settings, options.texts, options.work / "base")
    text = "Nothing was measured."
    try:
        for size in sorted(options.scale):
            sizes[size] = _measured(size, options, base.index_dir)
    finally:
        if sizes:
            text = markdown(sizes, settings.token_pooling)
        print(text)
        if options.json:
            options.json.write_text(json.dumps(sizes, indent=1) + "\n", encoding="utf-8")
    if options.write:
        CHART.write_text(chart(growth(sizes), "passages"), encoding="utf-8")
    return text


def _measured(size: int, options: argparse.Namespace, base: Path) -> Figures:
    index: Path = options.work / str(size)
    try:
        built = _built(size, index, base, kept=options.keep)
        terminal.print_step(f"{size:,} passages: measuring")
        arguments = [str(options.queries.resolve()), str(base.resolve())]
        return {**built, **figures_of("measure", arguments, {"FAQ_INDEX_DIR": str(index.resolve())})}
    finally:
        if not options.keep:
            shutil.rmtree(index, ignore_errors=True)


def _built(size: int, index: Path, base: Path, *, kept: bool) -> Figures:
    """Builds anew, unless an index that an earlier run has built and kept shall be taken."""
    told = index / _BUILT
    if kept and told.exists():
        found: Figures = json.loads(told.read_text(encoding="utf-8"))
        return found
    terminal.print_step(f"{size:,} passages: building")
    shutil.rmtree(index, ignore_errors=True)
    built = figures_of("build", [str(base.resolve()), str(index.resolve()), str(size)], {})
    told.write_text(json.dumps(built), encoding="utf-8")
    return built
