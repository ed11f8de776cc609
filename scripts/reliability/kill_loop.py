"""Kills ingestions before every step and at random moments, and looks each time at what is served: `make kill-loop`."""

import argparse
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from app.terminal import print_error, print_step
from scripts.markdown import table
from scripts.reliability.kill_places import hashing, real
from scripts.reliability.killing import OUTCOMES, Killing, Tally

_SEED = 20261122
_TOLD = 20
"""Times that progress is told."""


def main(argv: Sequence[str] | None = None) -> int:
    """The command line; 1 where anything but the old or the new generation was served, once."""
    options = _options(argv)
    chance = random.Random(options.seed)  # noqa: S311 - moments, no secrets
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="faq-kills-") as folder:
        try:
            if options.kills:
                place = hashing(Path(folder, "hashing"))
                _kill(Killing(place, chance), tally, kills=options.kills, starts=options.starts)
            if options.real:
                place = real(Path(folder, "real"), options.index)
                _kill(Killing(place, chance), tally, kills=options.real, starts=options.starts)
        except KeyboardInterrupt:
            print_step("Interrupted; so far:")
    rows = {kind: [str(counts[outcome]) for outcome in OUTCOMES] for kind, counts in tally.rows().items()}
    print(table("stopped", OUTCOMES, rows), end="")
    for trouble in tally.troubles:
        print_error(trouble)
    return 1 if tally.troubles else 0


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500, help="with the hashing encoder")
    parser.add_argument("--real", type=int, default=0, help="with the real model")
    parser.add_argument("--index", type=Path, default=Path("index"), help="the index folder that has the real model")
    parser.add_argument("--starts", type=int, default=10, help="of the kills after which the whole service is started")
    parser.add_argument("--seed", type=int, default=_SEED, help="of the random moments")
    return parser.parse_args(argv)


def _kill(killing: Killing, tally: Tally, *, kills: int, starts: int) -> None:
    for number, kill in enumerate(killing.kills(kills, starts=starts), 1):
        tally.add(kill)
        if number % max(1, kills // _TOLD) == 0 or number == kills:
            print_step(f"{killing.place.name}: {number} of {kills} kills, {len(tally.troubles)} wrong")


if __name__ == "__main__":
    sys.exit(main())
