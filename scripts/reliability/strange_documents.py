"""Documents that a corpus may hold by accident or ill will, as Hypothesis strategies: a file's name and its bytes."""

import json
from collections.abc import Sequence

from hypothesis import strategies as st

from scripts.reliability.strange_files import laid_out
from scripts.reliability.strange_texts import PIECES

Written = tuple[str, bytes]

_LINES = (
    "How long does delivery take?", "Delivery takes three to five days.", "1. May I return a gift?", "- yes",
    "* no", "Q: Why?",
    "A: So.", "A:", "Q:", "Shipping", "RETURNS AND REFUNDS", "Contact: help@shop.example", "", "", "   ", "\t",
    "Why?", "why not?",
    "II. Warranty", "a) by post", "§ 3 Widerruf", "第一条 返品", "返品できますか？", "はい、できます。",
    "هل يمكنني الإرجاع؟", "© 2026 Shop",
    "Page 1 of 3", "----", "Kann ich umtauschen", "und wie", "Step 1", "Step 2",
    "Note: all of this applies to members only.",
    "We refund within fourteen days of receiving the parcel, provided that it is complete and as good as new.",
)  # fmt: skip
_PIECES = [piece for piece in PIECES if piece != "\0"]
_ENDS = ("\n", "\r\n", "\r", "\n\n", "\x0b", "\x0c", "\u2028", "\x85")
_ANY = st.characters(exclude_categories=["Cs"])
_CELLS = st.one_of(
    st.sampled_from(_LINES),
    st.sampled_from(_LINES),
    st.text(_ANY, max_size=40),
    st.sampled_from(PIECES).map(lambda piece: piece * 50),
)
_ENCODINGS = ("utf-8-sig", "utf-16", "utf-32", "latin-1", "shift-jis")
_NAMES = ("question", "answer", "section", "text", "Frage", "質問", "", "merchant", "id")


def documents() -> st.SearchStrategy[Written]:
    """Pages of questions with faults in them, endless lines, tables of all kinds, other encodings, bytes of chance."""
    texts = st.one_of(_pages(), _pages(), _pages().map(_broken), _long_lines(), st.text(_ANY, max_size=2000))
    odd = st.one_of(st.binary(max_size=3000), st.tuples(texts, st.sampled_from(_ENCODINGS)).map(_encoded))
    return st.one_of(
        _named("txt", texts.map(str.encode)),
        _named("txt", texts.map(str.encode)),
        _named("txt", odd),
        _named("csv", _separated(",")),
        _named("tsv", _separated("\t")),
        _named("jsonl", _objects()),
        _named("csv", odd),
        *laid_out(_LINES, odd),
    )


def _named(ending: str, contents: st.SearchStrategy[bytes]) -> st.SearchStrategy[Written]:
    return contents.map(lambda content: (f"faq.{ending}", content))


def _encoded(told: tuple[str, str]) -> bytes:
    text, encoding = told
    return text.encode(encoding, "replace")


def _pages() -> st.SearchStrategy[str]:
    line = st.one_of(
        st.sampled_from(_LINES), st.sampled_from(_LINES), st.text(_ANY, max_size=60), st.sampled_from(_PIECES)
    )
    ended = st.tuples(line, st.sampled_from(_ENDS)).map("".join)
    return st.tuples(st.lists(ended, max_size=60), st.sampled_from((1, 1, 1, 20))).map(
        lambda told: "".join(told[0]) * told[1]
    )


def _broken(page: str) -> str:
    """With something in the middle that no text has."""
    middle = len(page) // 2
    return page[:middle] + PIECES[len(page) % len(PIECES)] * 30 + page[middle:]


def _long_lines() -> st.SearchStrategy[str]:
    piece, many = st.sampled_from((*_PIECES, *_LINES)), st.sampled_from((100, 2000, 20_000))
    return st.tuples(st.sampled_from(("", "Why?\n", "Q: ", "1. ")), piece, many).map(
        lambda told: told[0] + told[1] * told[2]
    )


def _separated(delimiter: str) -> st.SearchStrategy[bytes]:
    def written(told: tuple[Sequence[str], Sequence[Sequence[str]]]) -> bytes:
        lines = [
            delimiter.join(f'"{cell}"' if chr(34) not in cell else cell for cell in row) for row in (told[0], *told[1])
        ]
        return "\n".join(lines).encode("utf-8", "replace")

    header = st.sampled_from(
        (["question", "answer"], ["Antwort", "Frage", "Kategorie"], ["id", "body"], ["a", "a"], ["", ""])
    )
    rows = st.lists(st.lists(_CELLS, min_size=2, max_size=3), min_size=1, max_size=20)
    return st.tuples(header, rows).map(written)


def _objects() -> st.SearchStrategy[bytes]:
    values = st.one_of(_CELLS, st.none(), st.integers(), st.lists(st.none(), max_size=2))
    row = st.dictionaries(st.sampled_from(_NAMES), values, max_size=4)
    usual = st.fixed_dictionaries({"question": _CELLS, "answer": _CELLS}, optional={"section": _CELLS})
    lines = st.lists(st.one_of(usual, usual, row).map(json.dumps), min_size=1, max_size=20)
    return lines.map(lambda told: "\n".join(told).encode())
