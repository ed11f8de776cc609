"""Whether what the running service writes can be kept, and read again."""

from collections.abc import Iterator
from tempfile import TemporaryFile

from app.checks.finding import Finding, ok, problem
from app.checks.machine import existing
from app.feedback import FeedbackFile
from app.settings import Settings


def check(settings: Settings) -> Iterator[Finding]:
    """Writes a file that nobody sees, and reads the feedback. Raises DataFolderError."""
    folder = settings.data_dir
    try:
        with TemporaryFile(dir=existing(folder)):
            pass
    except OSError as exc:
        yield problem(f"{folder} cannot be written: {exc.strerror}.", "Mend its permissions, or set FAQ_DATA_DIR.")
        return
    tallies = FeedbackFile(folder).tallies("merchant_id")
    entries = sum(tally.helpful + tally.not_helpful for tally in tallies)
    yield ok(f"{folder}: {entries} entries of feedback")
