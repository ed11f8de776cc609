"""The layout of PDF pages: whatever stands anywhere on them, nothing crashes and nothing is lost."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.corpus.elements import Reading
from app.corpus.layout import lay_out
from app.corpus.pdf_columns import regions
from app.corpus.pdf_text import PageText, PdfText, Segment
from app.corpus.pdf_worker import pdf_text
from app.corpus.readers.pdf import reading_of
from tests.unit.pdf_files import Written, lines, pdf_file

_PLACES = st.one_of(st.floats(-1e6, 1e6), st.integers(0, 60).map(lambda n: 10.0 * n))
_TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).map(
    lambda text: " ".join(text.split()) or "?"
)


def _segment(text: str, x: float, width: float, *, y: float = 700, size: float = 10, bold: bool = False) -> Segment:
    return Segment(text, x, x + width, y, size, bold)


_SEGMENTS = st.builds(
    lambda text, x, width, y, size, look: Segment(text, x, x + width, y, size, bool(look & 1), bool(look & 2)),
    *(_TEXTS, _PLACES, st.floats(0, 1e4), _PLACES, st.one_of(st.just(10.0), st.floats(0, 1e3)), st.integers(0, 3)),
)
_PAGES = st.builds(
    lambda layers: PageText(tuple(map(tuple, layers))),
    st.lists(st.lists(_SEGMENTS, min_size=1, max_size=25), max_size=2),
)


def _letters(text: str) -> list[str]:
    return sorted(character for character in text if character.isalnum())


def _told(reading: Reading) -> str:
    return lay_out(reading.elements).text + "".join(dropped.text for dropped in reading.dropped)


@settings(max_examples=25, deadline=None)
@given(st.lists(_PAGES, min_size=1, max_size=4), _SEGMENTS)
def test_text_anywhere_is_laid_out_or_told_as_dropped(pages: list[PageText], segment: Segment) -> None:
    pdf = PdfText((*pages, PageText(((segment,),))))
    written = "".join(segment.text for page in pdf.pages for layer in page.layers for segment in layer)
    assert _letters(_told(reading_of(pdf, "faq.pdf"))) == _letters(written)


def test_a_file_of_nothing_but_the_same_page_is_dropped_as_running_titles() -> None:
    reading = reading_of(pdf_text(pdf_file(*[lines(["Fieldstone"])] * 3)), "faq.pdf")
    assert reading.elements == ()
    assert [dropped.place.page for dropped in reading.dropped] == [1, 2, 3]


def test_columns_of_short_lines_that_keep_to_baselines_of_their_own_are_columns() -> None:
    left = [_segment("left", 50, 150 if n == 0 else 40, y=700 - 12 * n) for n in range(9)]
    right = [_segment("right", 300, 150 if n == 0 else 40, y=695 - 12 * n) for n in range(9)]
    assert regions(left + right) == [left, right]


def test_cells_of_short_lines_on_the_same_baselines_are_rows() -> None:
    left = [_segment("left", 50, 150 if n == 0 else 40, y=700 - 12 * n) for n in range(9)]
    right = [_segment("right", 300, 150 if n == 0 else 40, y=700 - 12 * n) for n in range(9)]
    assert len(regions(left + right)) == 1


def test_a_large_heading_is_parted_from_small_text_of_the_next_column_on_about_its_line() -> None:
    page = [Written("Questions", 50, 700, size=20, any_script=True), Written("of air", 155, 696, any_script=True)]
    (layer,) = pdf_text(pdf_file(page)).pages[0].layers
    assert [segment.text for segment in layer] == ["Questions", "of air"]
