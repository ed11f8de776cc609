"""Plain text: all of it is prose, whose questions the chunker finds."""

from app.corpus.elements import Prose, Reading
from app.corpus.raw_file import RawFile


def read(file: RawFile) -> Reading:
    """The text, read whole and unchanged."""
    told = file.decoded()
    return Reading(elements=(Prose(text=told.text),), notes=told.notes)
