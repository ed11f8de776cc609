"""The search box's file, as it is sent."""

import gzip
import re
from pathlib import Path

FILE = Path(__file__).parents[2] / "app" / "static" / "faq-search.js"


def test_it_is_at_most_16_kilobytes_compressed() -> None:
    assert len(gzip.compress(FILE.read_bytes(), 9)) <= 16_000


def test_nothing_in_it_makes_markup_or_code_of_a_text() -> None:
    makers = r"innerHTML|outerHTML|insertAdjacentHTML|setHTML|document\.write|\beval\b|new Function|javascript:"
    assert re.findall(makers, FILE.read_text("utf-8")) == []


def test_it_imports_nothing() -> None:
    assert re.findall(r"^import|\bimport\(", FILE.read_text("utf-8"), re.MULTILINE) == []
