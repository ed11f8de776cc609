"""`faq overrides`."""

import re
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.options import Json, print_json
from app.settings import Settings

if TYPE_CHECKING:
    from app.comparison import Comparison
    from app.curated_content import OverrideKind

overrides = typer.Typer(
    name="overrides", help="What curators change without editing sources: corpus/overrides.toml.", no_args_is_help=True
)
add = typer.Typer(
    name="add", help="Add an entry to overrides.toml, once it has been tried on the corpus.", no_args_is_help=True
)
overrides.add_typer(add)

Merchant = Annotated[str, typer.Option("--merchant", "-m", help="Whose passage it is about.")]
Question = Annotated[str, typer.Option("--question", "-q", help="The passage's stored question, verbatim, or its id.")]
Document = Annotated[str | None, typer.Option(help="The document it stands in, where several have the question.")]
Language = Annotated[str | None, typer.Option("--language", "-l", help="Of the given texts: an ISO 639 code.")]
Reason = Annotated[str, typer.Option(help="Why it is asked for.")]
Author = Annotated[str, typer.Option(help="Who asks for it.")]
Texts = Annotated[list[str], typer.Argument(metavar="TEXT...")]


@overrides.command("list")
def list_(as_json: Json = False) -> None:
    """Show the overrides in force: those of the served index."""
    from app import printed_overrides, wiring
    from app.generations import load_current

    content = load_current(Settings.from_environment().index_dir, wiring.vector_index()).content
    if as_json:
        print_json(printed_overrides.overrides_as_json(content.curation.overrides))
    else:
        printed_overrides.print_in_force(content.curation.overrides)


@overrides.command()
def check(
    queries: Annotated[
        Path | None, typer.Option(help="Labelled queries (README, 'Evaluate'): say which get better or worse.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show what the entries of overrides.toml match, and which match nothing; publishes nothing."""
    from app import figures, printed_overrides, reports
    from app.ingest import read_corpus
    from app.languages import detect_document_language

    settings = Settings.from_environment()
    curated = read_corpus(settings.corpus_dir, detect_document_language).curated
    changed = _compared(settings, queries) if queries else None
    if as_json:
        compared = {"comparison": reports.comparison_as_json(changed)} if changed else {}
        print_json({**printed_overrides.checked_as_json(curated), **compared})
        return
    printed_overrides.print_checked(curated)
    if changed:
        figures.print_comparison(changed)


def _compared(settings: Settings, queries: Path) -> "Comparison":
    """The served generation with what an ingestion would publish now."""
    from app import terminal, wiring
    from app.comparison import Baseline, compare
    from app.evaluation import evaluate
    from app.labelled import read_labelled

    labelled = read_labelled(queries)
    with TemporaryDirectory(prefix="faq-index-") as folder:
        trial = wiring.trial(settings, Path(folder))
        searchers = wiring.Searchers(trial)
        before = evaluate(labelled, searchers.current().search)
        with terminal.embedding_progress() as progress:
            wiring.ingestion(trial, terminal.print_step, force=True).run(settings.corpus_dir, progress)
        after = evaluate(labelled, searchers.current().search)
        return compare(Baseline.of(settings.index_dir, before), after)


@add.command()
def phrasing(
    texts: Texts,
    *,
    merchant: Merchant,
    question: Question,
    author: Author,
    reason: Reason,
    document: Document = None,
    language: Language = None,
) -> None:
    """Have a passage found by other words for its question."""
    _add(
        "phrasings",
        {
            **_about(merchant, question, document),
            "phrasings": texts,
            "language": language,
            "reason": reason,
            "author": author,
        },
    )


@add.command()
def pin(
    queries: Annotated[list[str], typer.Argument(metavar="QUERY...")],
    *,
    merchant: Merchant,
    question: Question,
    author: Author,
    reason: Reason,
    document: Document = None,
) -> None:
    """Set a passage first for exactly these queries, within its merchant."""
    _add("pins", {**_about(merchant, question, document), "query": queries, "reason": reason, "author": author})


@add.command()
def hidden(
    *,
    merchant: Merchant,
    question: Question,
    author: Author,
    reason: Reason,
    document: Document = None,
) -> None:
    """Keep a passage from being searched."""
    _add("hidden", {**_about(merchant, question, document), "reason": reason, "author": author})


@add.command()
def answer(
    text: Annotated[str, typer.Argument(metavar="ANSWER")],
    *,
    merchant: Annotated[str, typer.Option("--merchant", "-m", help="Whose answer it is.")],
    question: Annotated[str, typer.Option("--question", "-q", help="What it answers.")],
    author: Author,
    reason: Reason,
    section: Annotated[str | None, typer.Option(help="Under which heading.")] = None,
    language: Language = None,
) -> None:
    """Write an answer that stands in none of the merchant's documents."""
    written = {"merchant": merchant, "question": question, "answer": text, "section": section, "language": language}
    _add("answers", {**written, "reason": reason, "author": author})


@add.command()
def synonyms(
    words: Annotated[list[str], typer.Argument(metavar="WORD...")],
    *,
    language: Annotated[str, typer.Option("--language", "-l", help="Of the words: an ISO 639 code.")],
    author: Author,
    reason: Reason,
    merchant: Annotated[
        str | None, typer.Option("--merchant", "-m", help="In whose texts (default: every merchant's).")
    ] = None,
) -> None:
    """Have words that mean the same find each other's passages."""
    _add(
        "synonyms",
        {"merchant": merchant, "language": language, "words": words, "reason": reason, "author": author},
    )


def _about(merchant: str, question: str, document: str | None) -> dict[str, str | None]:
    """What names a passage."""
    key = "passage" if re.fullmatch(rf"{re.escape(merchant)}:[0-9a-f]{{16}}", question) else "question"
    return {"merchant": merchant, key: question, "document": document}


def _add(kind: "OverrideKind", given: Mapping[str, str | list[str] | None]) -> None:
    from app import override_edit, printed_overrides
    from app.languages import detect_document_language

    corpus: Path = Settings.from_environment().corpus_dir
    fields = {key: value for key, value in given.items() if value is not None}
    printed_overrides.print_added(override_edit.add(corpus, kind, fields, detect=detect_document_language), corpus)
