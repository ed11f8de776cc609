"""Strange PDF, DOCX, HTML, Markdown and JSON files, as Hypothesis strategies: structures of chance, damaged bytes."""

import html
import json
from collections.abc import Callable, Sequence
from io import BytesIO

import docx
from hypothesis import strategies as st

from scripts.reliability.strange_pdf import pdf_file
from scripts.reliability.strange_texts import PIECES

Written = tuple[str, bytes]
Lines = st.SearchStrategy[Sequence[str]]

_TAGS = (
    "h1", "h2", "h3", "p", "div", "section", "main", "nav", "footer", "ul", "li", "dl", "dt", "dd", "table", "tr", "td",
    "details", "summary", "strong", "b", "a", "span", "button", "script", "style", "template", "noscript", "pre",
)  # fmt: skip
_MARKS = (
    "# ", "## ", "### ", "- ", "1. ", "> ", "| ", "**", "```\n", "~~~\n", "---\n", "===\n", "    ", "[a]: ",
    "<details>", "<summary>", "</details>", "<!--", "| a | b |\n| - | - |\n", "![", "](", "\\",
)  # fmt: skip
_STYLES = (None, None, "Title", "Heading 1", "Heading 2", "List Bullet", "List Number")


def laid_out(usual: Sequence[str], odd: st.SearchStrategy[bytes]) -> list[st.SearchStrategy[Written]]:
    """Files with the `usual` lines and strange ones in them; `odd` are other bytes, whatever the name says."""
    lines = st.lists(st.one_of(st.sampled_from(usual), st.sampled_from(usual), st.sampled_from(PIECES)), max_size=40)
    return [
        _files("html", _pages(lines), odd),
        _files("md", _markdown(lines), odd),
        _files("json", _objects(lines), odd),
        _files("docx", _composed(lines, docx_file), odd),
        _files("pdf", _composed(lines, pdf_file), odd),
    ]


def _files(
    ending: str, contents: st.SearchStrategy[bytes], odd: st.SearchStrategy[bytes]
) -> st.SearchStrategy[Written]:
    damaged = st.tuples(contents, st.integers(0, 1 << 30), st.binary(max_size=8)).map(lambda told: _damaged(*told))
    return st.one_of(contents, contents, damaged, damaged, odd).map(lambda content: (f"faq.{ending}", content))


def _damaged(content: bytes, at: int, written: bytes) -> bytes:
    """With a few bytes overwritten somewhere; without the rest of the file where none are told."""
    place = at % (len(content) + 1)
    return content[:place] + (written + content[place + len(written) :] if written else b"")


def _pages(lines: Lines) -> st.SearchStrategy[bytes]:
    """Elements that are not always closed, and sometimes nested without end."""
    opened = st.lists(st.tuples(st.sampled_from(_TAGS), st.booleans(), st.sampled_from((1, 1, 1, 1, 500))), max_size=40)

    def written(told: tuple[Sequence[str], Sequence[tuple[str, bool, int]]]) -> bytes:
        said, tags = told
        parts = [
            f"<{tag}>" * many + html.escape(line) + f"</{tag}>" * (many if closed else 0)
            for line, (tag, closed, many) in zip(said, tags, strict=False)
        ]
        return "".join(parts).encode()

    return st.tuples(lines, opened).map(written)


def _markdown(lines: Lines) -> st.SearchStrategy[bytes]:
    marks = st.lists(st.tuples(st.sampled_from(_MARKS), st.sampled_from((1, 1, 1, 1, 300))), max_size=40)

    def written(told: tuple[Sequence[str], Sequence[tuple[str, int]]]) -> bytes:
        return "\n".join(mark * many + line for line, (mark, many) in zip(*told, strict=False)).encode()

    return st.tuples(lines, marks).map(written)


def _objects(lines: Lines) -> st.SearchStrategy[bytes]:
    """Questions as they are exported, trees of anything, and a depth that no parser likes."""
    rows = lines.map(lambda said: [{"question": line, "answer": said[::-1]} for line in said])
    keys = st.sampled_from(("question", "answer", "name", "acceptedAnswer", "mainEntity", "text", "@type", "items"))
    leaves = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.sampled_from(PIECES))
    trees = st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(keys, inner), max_leaves=20)
    deep = st.sampled_from((100, 2000, 100_000)).map(lambda depth: b"[" * depth + b"]" * depth)
    return st.one_of(rows.map(_dumped), trees.map(_dumped), trees.map(_dumped), deep)


def _dumped(told: object) -> bytes:
    return json.dumps(told).encode()


def _composed(lines: Lines, compose: Callable[[Sequence[str], Sequence[int]], bytes]) -> st.SearchStrategy[bytes]:
    looks = st.lists(st.integers(0, 10_000), min_size=40, max_size=40)
    return st.tuples(lines, looks).map(lambda told: compose(*told))


def docx_file(lines: Sequence[str], looks: Sequence[int]) -> bytes:
    """A paragraph of some style, or a row of a table, for each line."""
    document, written = docx.Document(), BytesIO()
    for line, look in zip(lines, looks, strict=False):
        said = "".join(character for character in line if character.isprintable())
        if look % 5 == 0:
            document.add_table(1, 1 + look % 3).rows[0].cells[0].text = said
        else:
            document.add_paragraph(style=_STYLES[look % len(_STYLES)]).add_run(said).bold = look % 4 == 0
    document.save(written)
    return written.getvalue()
