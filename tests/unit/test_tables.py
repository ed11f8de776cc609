"""CSV, TSV and JSONL files to cells, and the lines that are refused."""

from pathlib import Path

import pytest

from app.corpus.cell_html import readable
from app.corpus.column_names import ColumnNames
from app.corpus.columns import Cells
from app.corpus.raw_file import RawFile
from app.corpus.readers.tables import pairs_of, read, read_cells
from app.corpus.registry import DocumentEntry
from app.errors import DocumentError

FORMATS = Path(__file__).parent.parent / "formats"


def _refusal(path: str, text: str) -> str:
    with pytest.raises(DocumentError) as refused:
        read_cells(path, text, "faq")
    return str(refused.value)


@pytest.mark.parametrize("path", ["faq.csv", "faq.tsv"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_header_tells_the_delimiter(path: str, delimiter: str) -> None:
    text = "Section;Question;Answer\nShipping;Why?;Because.\n".replace(";", delimiter)
    assert read_cells(path, text, "faq") == [Cells(1, "Why?", "Because.", "Shipping")]


def test_a_delimiter_that_gives_known_columns_goes_before_one_that_gives_more() -> None:
    text = 'question;answer;"a, b, c, d"\nWhy?;Because, well.;x\n'
    assert read_cells("faq.csv", text, "faq") == [Cells(1, "Why?", "Because, well.", "")]


def test_a_table_may_have_answers_only() -> None:
    assert read_cells("faq.csv", "answer\nBecause.\n", "faq") == [Cells(1, "", "Because.", "")]


def test_quotes_line_breaks_and_delimiters_within_a_cell_are_kept() -> None:
    text = 'question,answer\r\n"Why, ""then""?","One.\r\n\r\nTwo, three."\r\n'
    assert read_cells("faq.csv", text, "faq") == [Cells(1, 'Why, "then"?', "One.\r\n\r\nTwo, three.", "")]


def test_blank_rows_count_and_are_left_out() -> None:
    text = "\n,,\nquestion,answer,merchant\n\n,, \nWhy?,Because.,other,,\n,,other\n"
    assert read_cells("faq.csv", text, "faq") == [Cells(3, "Why?", "Because.", "")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_an_object_is_numbered_by_its_line(end: str) -> None:
    lines = ['{"question": null, "answer": "A", "merchant": "other"}', " ", '{"text": "B", "section": "S", "x": [1]}']
    assert read_cells("faq.jsonl", end.join(lines), "faq") == [Cells(1, "", "A", ""), Cells(3, "", "B", "S")]


def test_several_questions_of_a_row_have_the_same_answer() -> None:
    text = "Question 1,Answer,Question 2,Alternate questions\nWhy?,Because.,,How come?|What for?\n,Yes.,Is it?,\n"
    assert read_cells("faq.csv", text, "faq") == [
        Cells(1, "Why?", "Because.", "", ("How come?", "What for?")),
        Cells(2, "Is it?", "Yes.", ""),
    ]
    line = '{"questions": ["Why?", "How come?"], "answer": ["One.", "Two."]}'
    assert read_cells("faq.jsonl", line, "faq") == [Cells(1, "Why?", "One.\n\nTwo.", "", ("How come?",))]


def test_columns_that_the_registry_names_are_read() -> None:
    given = ColumnNames(question="Ask", answer="Say")
    assert read_cells("faq.csv", "Ask;Say;Topic\nWhy?;Because.;T\n", "faq", given=given) == [
        Cells(1, "Why?", "Because.", "T")
    ]
    assert read_cells("faq.jsonl", '{"Say": "Because.", "Ask": "Why?", "answer": "x"}', "faq", given=given) == [
        Cells(1, "Why?", "Because.", "")
    ]


def test_a_row_becomes_a_pair_for_each_question_with_html_rendered() -> None:
    cells = Cells(7, "Why?", '<p>One, <a href="https://a.example">two</a>.</p>', "S", ("How <em>come</em>?",))
    told = [(pair.question, pair.answer, pair.section, pair.place.row) for pair in pairs_of(cells)]
    answer = "One, two (https://a.example)."
    assert told == [("Why?", answer, "S", 7), ("How <em>come</em>?", answer, "S", 7)]


@pytest.mark.parametrize(
    ("cell", "seen"),
    [
        ("<p>a</p><p>b &amp; c</p>", "a\nb & c"),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "- a\n- b"),
        ("<h3>a</h3><div>b</div>", "a\nb"),
        ("if a < b and c > d", "if a < b and c > d"),
        ("use <p> for &amp; paragraphs", "use <p> for &amp; paragraphs"),
        ("<b>a</b>", "<b>a</b>"),
        ("a\n\n  b\n", "a\n\n  b\n"),
    ],
)
def test_a_cell_is_rendered_only_where_it_clearly_is_html(cell: str, seen: str) -> None:
    assert readable(cell) == seen


@pytest.mark.parametrize("name", ["export.csv", "export.tsv", "export.jsonl"])
def test_an_export_is_read_into_exactly_these_pairs(name: str) -> None:
    raw = (FORMATS / name).read_bytes()
    reading = read(RawFile(raw, DocumentEntry(name, "fernwood", 1), name))
    told = [(pair.question, pair.answer, pair.section, pair.place.row) for pair in reading.elements]  # type: ignore[union-attr]
    assert told == [
        ("Wie lange dauert der Versand?", "Zwei Tage.\n- Spanien: vier\n- Übersee: zehn", "Versand", 1),
        ("Kann ich umtauschen?", "Ja, „ohne Angabe von Gründen“; siehe\nFormular.", "Rückgabe", 2),
        ("Kann ich zurückgeben?", "Ja, „ohne Angabe von Gründen“; siehe\nFormular.", "Rückgabe", 2),
    ]


@pytest.mark.parametrize("name", ["blank.csv", "blank.jsonl"])
def test_a_blank_table_has_no_elements(name: str) -> None:
    assert read(RawFile(b" \n", DocumentEntry(name, "fernwood", 1), name)).elements == ()


def test_an_object_that_says_nothing_is_left_out() -> None:
    assert read_cells("faq.jsonl", '{"question": "", "answer": null}\n', "faq") == []


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "faq: line 1: no column holds the answer; found no names"),
        ("\nfoo,question\nx,y\n", "faq: line 2: no column holds the answer; found 'foo', 'question'"),
        ("q,a\nWhy?,Because, well.\n", "faq: line 2: 3 cells where the header has 2."),
        ('q,a\n"One\ntwo?",x\nWhy?,Because\nand so on.\n', "faq: line 5: 1 cells where the header has 2."),
        (
            'q,a\nWhy?,Yes.\nWhy?,"Because.\nAnd so on,\n',
            "faq: line 3: the row that begins here cannot be read (unexpected",
        ),
        ('q,a\n"Why"?,Yes.\n', "faq: line 2: the row that begins here cannot be read (',' expected after '\"'"),
        (f"q,a\nWhy?,{'x' * 140_000}\n", "faq: line 2: the row that begins here cannot be read (field larger than"),
        (
            "Export of March\n\nq,a\nWhy?,Yes.\n",
            "faq: line 3: the header seems to stand here. Remove the lines above it.",
        ),
        (f'"{"x" * 140_000}\n', "faq: line 1: the row that begins here cannot be read (field larger than"),
    ],
)
def test_a_row_that_does_not_fit_is_refused_by_line(text: str, complaint: str) -> None:
    assert _refusal("faq.csv", text).startswith(complaint)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('{"q": "x", "a": "y"', "not JSON (Expecting ',' delimiter at column 20). Write one object a line."),
        ("[" * 100_000, "not JSON (maximum recursion depth"),
        ('{"a": ' + "1" * 5000 + "}", "not JSON (Exceeds the limit"),
        ('[["q", "x"], ["a", "y"]]', "not an object."),
        ('"x"', "not an object."),
        ("{}", "no column holds the answer; found no names."),
        ('{"question": "x"}', "no column holds the answer; found 'question'."),
        ('{"answer": "x", "answer": "y"}', "the answer may be in 'answer' or in 'answer'."),
        ('{"answer": 3}', "'answer' is no string."),
        ('{"answer": "x", "question": ["y", {}]}', "'question' is no string."),
        ('{"answer": "x\\ud800"}', "'answer' holds '\\ud800', which is no character of a text."),
        ('{"answer": "x\\u0000"}', "'answer' holds '\\x00', which is no character of a text."),
    ],
)
def test_an_object_that_is_none_is_refused_by_line(line: str, complaint: str) -> None:
    assert _refusal("faq.jsonl", '{"answer": "fine"}\n\n' + line).startswith(f"faq: line 3: {complaint}")


def test_a_section_too_long_to_be_repeated_is_refused_by_its_row() -> None:
    assert "the section of row 2 has 1,001 characters" in _refusal(
        "faq.csv", f"answer,section\nYes.,Short\nNo.,{'x' * 1001}\n"
    )


def test_a_table_of_very_many_columns_is_refused_in_few_words() -> None:
    assert len(_refusal("faq.csv", ",".join(f"column{n}" for n in range(10_000)))) < 1000


def test_json_without_an_end_to_its_depth_or_its_numbers_is_refused() -> None:
    assert "line 1: not JSON" in _refusal("faq.jsonl", '{"answer": ' + "[" * 100_000)
    assert "line 1: not JSON" in _refusal("faq.jsonl", '{"answer": ' + "1" * 5000 + "}")
