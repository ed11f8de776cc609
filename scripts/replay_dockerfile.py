"""`make replay-dockerfile`: the Dockerfile's steps without docker, then its image served, asked and stopped.

Each stage is a folder that its commands see as their root, with the machine's own system folders and Python, read-only,
in place of the base image. It needs Linux and root (or `sudo`), and changes nothing outside its temporary folder.
"""

import argparse
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.container.instructions import DockerfileError, Stage, read_dockerfile
from scripts.container.replay import Done, Replay
from scripts.container.sandbox import unusable
from scripts.container.serving import serve

ROOT = Path(__file__).parents[1]


def main() -> int:
    """Exit code 0 where every step went as the Dockerfile and the README say."""
    arguments = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the temporary folder goes
    if why := unusable():
        print(f"The Dockerfile cannot be replayed here. {why}", file=sys.stderr)
        return 2
    try:
        with _work() as work:
            *_, image = (replay for replay in _built(work, arguments.build_stage_from))
            print(f"\n== serve\n{_megabytes(image.root)} MB beside the base image")
            serve(image, work / "volumes")
    except DockerfileError as exc:
        print(f"Dockerfile: {exc}", file=sys.stderr)
        return 1
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "--build-stage-from",
        metavar="FOLDER",
        type=Path,
        help="a checkout where `make ingest` has run: what it ran is not run again (CI, which has paid for it already)",
    )
    return parser.parse_args()


@contextmanager
def _work() -> Iterator[Path]:
    work = Path(tempfile.mkdtemp(prefix="faq-image-"))
    work.chmod(0o755)  # another user serves from it
    try:
        yield work
    finally:
        shutil.rmtree(work)


def _built(work: Path, taken: Path | None) -> Iterator[Replay]:
    earlier: dict[str, Replay] = {}
    for stage in read_dockerfile(ROOT / "Dockerfile"):
        began, done = time.monotonic(), _done(stage, taken)
        print(f"\n== {stage.name} (this machine's Python {sys.version.split()[0]} in place of {stage.image})")
        if done:
            print(
                f"What `make ingest` runs is taken from {done.folder}; its environment may hold more than the stage's."
            )
        earlier[stage.name] = Replay(stage, work / stage.name, ROOT, dict(earlier), done)
        earlier[stage.name].build()
        print(f"{time.monotonic() - began:.0f} s, {_megabytes(work / stage.name)} MB")
        yield earlier[stage.name]


def _done(stage: Stage, taken: Path | None) -> Done | None:
    return Done(taken.resolve(), made_by_make()) if taken and stage.name == "build" else None


def made_by_make() -> frozenset[str]:
    """The commands that `make ingest` runs on a fresh machine, as make itself tells."""
    dry = ["make", "--always-make", "--dry-run", "ingest", "PYTHON=python", "PIP_FLAGS=-qq", "ARGS="]
    told = subprocess.run(dry, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603 - our own Makefile
    return frozenset(line.partition(" || ")[0].strip() for line in told.stdout.splitlines())


def _megabytes(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*")) // 1_000_000


if __name__ == "__main__":
    sys.exit(main())
