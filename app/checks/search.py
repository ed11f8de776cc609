"""Whether a search runs, with the index, the model and the libraries that the service would load."""

from collections.abc import Iterator

from app import wiring
from app.checks.finding import Finding, ok
from app.requests import TRIAL
from app.settings import Settings
from app.stopwatch import Stopwatch


def check(settings: Settings) -> Iterator[Finding]:
    """Opens everything and asks once. Raises IndexFolderError or ModelError."""
    watch = Stopwatch()
    searcher = wiring.searcher(settings)
    watch.lap("loading")
    result = searcher.search(TRIAL)
    seconds = watch.stages["loading"] / 1000
    yield ok(
        f"loaded in {seconds:.1f} s; a search ranked {result.total_hits} passages in {result.processing_ms:.0f} ms"
    )
