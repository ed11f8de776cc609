"""The files that the running service writes, where the settings have them, and what finds gaps in them."""

from app.feedback import FeedbackFile
from app.gap_finder import GapFinder
from app.query_log import QueryLogFile
from app.settings import Settings


def feedback(settings: Settings) -> FeedbackFile:
    """Where what people say of passages is kept."""
    return FeedbackFile(settings.data_dir)


def queries(settings: Settings) -> QueryLogFile | None:
    """Where what is asked is kept, if it shall be."""
    return query_log(settings) if settings.query_log else None


def query_log(settings: Settings) -> QueryLogFile:
    """Where what was asked is kept, if anything was."""
    return QueryLogFile(settings.data_dir, days=settings.query_log_days)


def gap_finder(settings: Settings) -> GapFinder:
    """What finds gaps in what was asked."""
    return GapFinder(query_log(settings), feedback(settings))
