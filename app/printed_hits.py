"""Search results for people: each hit with its merchant, source and lines, and what made the match underlined."""

import textwrap

from rich.padding import Padding
from rich.text import Text

from app.domain import Hit, Passage, SearchResult
from app.terminal import open_console
from app.text import printable

_VERDICTS = {
    "answer": ("Answered", "bold green"),
    "weak": ("Perhaps answered", "bold yellow"),
    "none": ("No clear answer here; the closest passages", "bold red"),
}


def print_result(result: SearchResult) -> None:
    """The hits with merchant, source and lines; the passage's text whole."""
    console = open_console()
    said, style = _VERDICTS[result.answerability.verdict]
    told = f" (confidence {result.answerability.confidence:.2f}, {result.processing_ms:.0f} ms)"
    console.print(Text.assemble((said, style), told))
    for rank, hit in enumerate(result.hits, 1):
        console.print()
        console.print(_heading(rank, hit), soft_wrap=True)
        text = _marked(hit)
        if console.is_terminal:
            console.print(Padding(text, (0, 0, 0, 3)))
        else:
            console.print(textwrap.indent(text.plain, "   "), markup=False, soft_wrap=True)


def _marked(hit: Hit) -> Text:
    """The passage's text, with what made the match underlined where nothing had to be left out for the terminal."""
    text = Text(printable(hit.passage.text))
    if len(text.plain) == len(hit.passage.text):
        for highlight in hit.highlights:
            if highlight.field == "text":
                text.stylize("underline", highlight.start, highlight.end)
    return text


def _place(passage: Passage) -> str:
    """Where in its document a passage stands: its lines, or its row in a table."""
    return f" row {passage.row}" if passage.row else ":{}-{}".format(*passage.lines)


def _heading(rank: int, hit: Hit) -> Text:
    passage = hit.passage
    part = f", part {passage.part[0]} of {passage.part[1]}" if passage.part else ""
    return Text.assemble(
        f"{rank}. ",
        (printable(passage.question or passage.section or hit.source.title or "(no question)"), "bold"),
        (f"\n   {printable(hit.merchant.label)}", "cyan"),
        f"  {printable(passage.document)}{_place(passage)}{part}  {passage.language or '?'}  {hit.score:.2f}",
    )
