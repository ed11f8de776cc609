"""Asks a public FAQ what its visitors really asked, and prints what it lacks: `gap_report.py PUBLIC --work DIR`."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from app import printed_gaps, terminal, wiring
from app.api.query_logging import of_search
from app.domain import SearchRequest
from app.errors import FaqError
from app.feedback import FeedbackFile
from app.gap_finder import GapFinder, GapReport, GapsWanted
from app.labelled import json_rows
from app.query_log import LoggedQuery, QueryLogFile
from app.requests import LONGEST_QUERY
from app.search import Searcher
from app.settings import Settings
from scripts.public_sets import read_corpora

CORPUS, ASKED = "quebec_mixed", "covidfaq_quebec/real_user_queries_unlabelled.jsonl"
FACTS = Path(__file__).parent.parent / "tests" / "quality" / "fact_queries.jsonl"
_AT_A_TIME = 100
_DAYS = 3650


def log_all(queries: Sequence[str], searcher: Searcher, log: QueryLogFile) -> None:
    """Asks every query, and logs how it was answered."""
    (merchant,) = searcher.merchants
    entries: list[LoggedQuery] = []
    with terminal.embedding_progress() as progress:
        for number, query in enumerate(queries, 1):
            outcome = of_search(searcher.search(SearchRequest(query, (merchant,))))
            entries.append(LoggedQuery(str(number), datetime.now(UTC), query, (merchant,), outcome))
            if number % _AT_A_TIME == 0 or number == len(queries):
                log.keep(entries)
                entries = []
            progress(number, len(queries))


def figures(report: GapReport, texts: Iterable[str]) -> str:
    """How the queries fall into gaps, in a few lines."""
    gaps = [placed.gap for placed in report.gaps]
    asked, shared = sum(gap.count for gap in gaps), sum(gap.count for gap in gaps if gap.count > 1)
    several = [gap for gap in gaps if gap.distinct > 1]
    lines = (
        f"{report.kinds.total()} queries, {len(set(texts))} texts: {dict(report.kinds)}; {report.left_out} left out",
        f"{report.total} gaps, {len(gaps)} of them placed, with {asked} queries, {shared} in gaps of two or more",
        f"{len(several)} of these gaps are worded in several ways, {len(gaps) - len(several)} in one",
        f"languages: {dict(Counter(gap.asked.language for gap in gaps))}",
        f"now: {dict(Counter(placed.state for placed in report.gaps))}",
    )
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the script and gives back its exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("public", type=Path, help="folder of the public FAQ sets")
    parser.add_argument("--work", type=Path, required=True, help="folder for the index and the log, kept for next time")
    parser.add_argument("--queries", type=int, help="how many queries to ask, the first ones (default: all)")
    parser.add_argument("--limit", type=int, default=60, help="gaps to show")
    given = parser.parse_args(argv)
    try:
        _report(given.public, given.work, most=given.queries, limit=given.limit)
    except FaqError as exc:
        terminal.print_error(str(exc))
        return 1
    return 0


def _report(public: Path, work: Path, *, most: int | None, limit: int) -> None:
    texts = (str(row["text"]) for _, row in json_rows(public / ASKED))
    queries = [text for text in texts if text.strip() and len(text) <= LONGEST_QUERY][:most]  # others are refused
    (corpus,) = read_corpora(public, FACTS, [CORPUS])
    with terminal.embedding_progress() as progress:
        settings = wiring.ingest_beside(
            corpus.files, Settings.from_environment(), work / CORPUS, report=terminal.print_step, progress=progress
        )
    searcher, log = wiring.searcher(settings), QueryLogFile(work, days=_DAYS)
    logged = sum(1 for _ in log.entries())
    log_all(queries[logged:], searcher, log)
    finder = GapFinder(log, FeedbackFile(work))
    with terminal.embedding_progress() as progress:
        report = finder.report(searcher, GapsWanted(days=_DAYS, limit=len(queries)), progress=progress)
    print(figures(report, queries))
    printed_gaps.print_report(finder.report(searcher, GapsWanted(days=_DAYS, limit=limit)))
    log.close()


if __name__ == "__main__":
    sys.exit(main())
