"""Forty structures of FAQ pages, with known questions and answers, are read as what they hold."""

import functools
from pathlib import Path

import pytest

from app.corpus.readers import reader_of
from tests.layouts_html.catalogue import BY_NAME, TESTED
from tests.layouts_html.faq import LANGUAGES, Expected, read_faq
from tests.layouts_html.page import Layout, Page, bare
from tests.layouts_html.score import NOTHING, Found, Score, f1, read_page, score, words

WHY = Expected(question="Why?", answer="Because we said so.", section="Reasons", anchor="why")
PAGE = Page("", (WHY, Expected(question="Who?", answer="You.")), ("Welcome to us",))


@functools.cache
def _read(layout: Layout, folder: Path) -> Score:
    page = layout(read_faq(TESTED[layout]))
    return score(page, read_page(page, folder))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@pytest.mark.parametrize("name", BY_NAME)
def test_the_pairs_of_a_layout_are_its_passages(name: str, folder: Path) -> None:
    assert _read(BY_NAME[name], folder).faults == ()


def test_precision_and_recall_over_all_layouts_are_at_least_95_percent(folder: Path) -> None:
    whole = sum((_read(layout, folder) for layout in TESTED), NOTHING)
    assert min(whole.precision, whole.recall) >= 0.95


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_is_read_in_a_layout(language: str) -> None:
    assert language in TESTED.values()


def test_the_right_passages_in_any_order_have_no_fault() -> None:
    read = [Found("Who", "- You", "", ""), Found("why?", "Because, we said so!", "reasons:", "why")]
    assert score(PAGE, read) == Score(2, 2, 2, 2, ())


def test_what_a_page_declares_beside_its_pairs_does_not_count() -> None:
    assert score(PAGE, [Found("", "Welcome to us!", "", "")]).passages == 0


def test_the_same_pair_again_is_one_passage_too_many() -> None:
    assert (score(PAGE, [Found("Who?", "You.", "", "")] * 2).precision, score(PAGE, []).precision) == (1 / 2, 1)


@pytest.mark.parametrize(("asked", "found"), [("Why? Who?", 2), ("Why?", 1), ("Who? Why?", 0)])
def test_two_questions_of_one_answer_may_be_told_as_one(asked: str, found: int) -> None:
    pairs = [Expected(question=question, answer="So.", together="Why? Who?") for question in ("Why?", "Who?")]
    assert score(Page("", tuple(pairs)), [Found(asked, "So.", "", "")]).found == found


def test_half_an_answer_is_neither_right_nor_found_and_its_words_are_lost() -> None:
    told = score(PAGE, [Found("Why?", "Because", "Reasons", "why"), Found("Who?", "You.", "", "")])
    assert (told.precision, told.recall, told.faults[0]) == (1 / 2, 1 / 2, "lost: said so we")


def test_boilerplate_in_a_passage_and_wrong_places_are_faults() -> None:
    told = score(PAGE, [Found("Why?", "Because we said so.", "Zwirbel", "top"), Found("Who?", "You.", "", "")])
    assert [fault.partition(":")[0] for fault in told.faults] == ["boilerplate", "section", "anchor"]
    assert told.recall == 1


def test_words_are_folded_letters_of_unspaced_scripts_count_alone_and_markers_do_not() -> None:
    assert words("1. Élan\n- b-c\n  2) 茶葉") == ["élan", "b", "c", "茶", "葉"]
    assert f1(["a", "b", "c", "d"], ["a", "b", "c"]) == 2 * 3 / (4 + 3)


def test_a_page_is_read_by_the_reader_of_its_format() -> None:
    assert reader_of("page.html").__module__ == "app.corpus.readers.html"


def test_the_parts_of_a_long_answer_are_one(folder: Path) -> None:
    item = max(read_faq("en").items, key=lambda item: len(item.text))
    page = Page(bare(read_faq("en"), f"<h2>{item.asked}</h2>{item.answer}"), (item.expected(),))
    assert score(page, read_page(page, folder)).recall == 1
