"""Page structures that the reader's rules were not written for are read no worse than they were."""

from pathlib import Path

from tests.layouts_html import held_out
from tests.layouts_html.faq import TEXTS, read_faq
from tests.layouts_html.held_out.catalogue import HELD_OUT
from tests.layouts_html.page import Layout
from tests.layouts_html.score import NOTHING, Score, read_page, score

HELD_OUT_TEXTS = Path(*held_out.__path__) / "texts"


def _read(layout: Layout, language: str, folder: Path) -> Score:
    texts = HELD_OUT_TEXTS if (HELD_OUT_TEXTS / f"{language}.toml").exists() else TEXTS
    page = layout(read_faq(language, texts))
    return score(page, read_page(page, folder))


def test_precision_and_recall_over_the_held_out_layouts_do_not_fall(tmp_path: Path) -> None:
    whole = sum((_read(layout, language, tmp_path) for layout, language in HELD_OUT.items()), NOTHING)
    assert (whole.precision >= 0.96, whole.recall >= 0.97) == (True, True)
