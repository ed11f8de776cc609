"""Search results for people: the verdict in words, then each hit with its merchant, source and what matters in it."""

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.text import Text

from app.domain import Answerability, CurationKind, Hit, Passage, SearchRequest, SearchResult, Span
from app.folding import folded, marked
from app.terminal import fitted, open_console, print_beside
from app.text import printable

_VERDICTS = {
    "answer": ("Answered", "bold green"),
    "weak": ("Perhaps answered", "bold yellow"),
    "none": ("No clear answer here; the closest passages", "bold red"),
}
_CURATED: Mapping[CurationKind, str] = {
    "pin": "pinned",
    "answer": "written by a curator",
    "phrasing": "found by a curator's words",
    "synonym": "found by a synonym",
}
_FOLDED = "Long texts are folded: -n 1 shows one whole, a pipe (| less) all of them."


def print_result(result: SearchResult, request: SearchRequest) -> None:
    """Long texts are folded on a terminal, unless a single hit is asked for; a file or a pipe gets them whole."""
    console = open_console()
    folding = console.is_terminal and request.limit > 1
    console.print(_verdict(result.answerability))
    console.print(_scope(result, request), soft_wrap=not console.is_terminal)
    folds = [
        _print_hit(console, Text(f"{rank}. "), hit, asked_in=result.query_language, folding=folding)
        for rank, hit in enumerate(result.hits, request.offset + 1)
    ]
    hints = [*_hints(result, request), *([_FOLDED] if any(folds) else [])]
    if hints:
        console.print(Text("\n" + printable("\n".join(hints)), "dim"))


def _verdict(answerability: Answerability) -> Text:
    said, style = _VERDICTS[answerability.verdict]
    return Text.assemble((said, style), f" (confidence {answerability.confidence:.2f})")


def _scope(result: SearchResult, request: SearchRequest) -> Text:
    """Which of how many passages are shown, what they were narrowed to, and the query's language."""
    shown = f"{request.offset + 1}-{request.offset + len(result.hits)} of " if result.hits else ""
    language = [f"asked in {result.query_language}"] if result.query_language else []
    told = [f"{shown}{result.total_hits} passages", *_filters(request), *language, f"{result.processing_ms:.0f} ms"]
    return Text(printable(" · ".join(told)), "dim")


def _filters(request: SearchRequest) -> list[str]:
    chosen = {"merchant": request.merchants, "language": request.languages, "section": request.sections}
    return [f"only {name} {' or '.join(values)}" for name, values in chosen.items() if values]


def _print_hit(console: Console, margin: Text, hit: Hit, *, asked_in: str | None, folding: bool) -> bool:
    """Prints a hit, and says whether lines of its text were left out."""
    head = fitted(console, _head(hit, asked_in), beside=margin.cell_len)
    text = fitted(console, _marked(hit, "text", hit.passage.text), beside=margin.cell_len)
    shown = folded(text) if folding else text
    console.print()
    print_beside(console, margin, [*head, *shown])
    return len(shown) < len(text)


def _head(hit: Hit, asked_in: str | None) -> Text:
    """Question; merchant, place, language (with a mark where the query's is another), score, and what curators did."""
    passage = hit.passage
    title = passage.question or passage.section or hit.source.title or "(no question)"
    question = _marked(hit, "question", title) if passage.question else Text(printable(title))
    question.stylize("bold")
    return Text.assemble(
        question,
        (f"\n{printable(hit.merchant.label)}", "cyan"),
        f"  {printable(passage.document)}{_place(passage)}",
        f"  {passage.language or '?'}",
        (f" ≠ {asked_in}" if hit.match.cross_lingual else "", "bold magenta"),
        f"  {hit.score:.2f}",
        (f"  {_CURATED[hit.curation.kind]}" if hit.curation else "", "yellow"),
    )


def _marked(hit: Hit, field: str, text: str) -> Text:
    return marked(text, [Span(mark.start, mark.end) for mark in hit.highlights if mark.field == field])


def _place(passage: Passage) -> str:
    """Where in its document a passage stands: its row or page, else its lines; and which part of a split answer."""
    part = f", part {passage.part[0]} of {passage.part[1]}" if passage.part else ""
    where, told = passage.place, ":{}-{}".format(*passage.lines)
    if where.row or where.page:
        told = f" row {where.row}" if where.row else f" page {where.page}"
    return told + part


def _hints(result: SearchResult, request: SearchRequest) -> Sequence[str]:
    """What to try where nothing answers, and whom to ask where the search was within one merchant that says so."""
    if result.answerability.verdict != "none":
        return ()
    merchant = result.hits[0].merchant if result.hits and len(request.merchants) == 1 else None
    asked = [f"Or ask {merchant.label}: {merchant.contact}"] if merchant and merchant.contact else []
    return [f"Try other words{' or leave a filter out' if _filters(request) else ''}.", *asked]
