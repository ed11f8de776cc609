"""What lines open with."""

import pytest

from app.corpus.labels import labels_of
from app.corpus.markers import marker_of


@pytest.mark.parametrize(
    ("text", "style", "number"),
    [
        ("1. How can I pay?", "1.", 1),
        ("12) Returns", "1)", 12),
        ("(3) Costs", "(1)", 3),
        ("2、The photo", "1、", 2),
        ("1.Shipping fee", "1.", 1),
        ("<4 Keep the receipt", "<1", 4),
        ("3.2 The buyer pays", "1.1", 2),
        ("2.1.4 Exceptions", "1.2", 4),
        ("§ 5 Widerruf", "clause", 5),
        ("第3条 返品", "clause", 3),
        ("第十二条 退货", "clause", 12),
        ("二、退货", "han", 2),
        ("（三）运费", "han（", 3),
        ("② 送料", "circled", 2),
        ("IV. Costs", "I.", 4),
        ("xii) gift cards", "i)", 12),
        ("b) gift cards", "a)", 2),
        ("٣. سلّم الطرد", "1.", 3),
    ],
)
def test_a_number_is_read_with_its_style(text: str, style: str, number: int) -> None:
    marker = marker_of(text)
    assert marker is not None
    assert marker.kind == "number"
    assert (marker.style, marker.readings[0].number) == (style, number)


@pytest.mark.parametrize("text", ["• Drops", "•The card", "- Order number", "– Visa", "* one", "✓ yes"])
def test_a_bullet_is_read(text: str) -> None:
    marker = marker_of(text)
    assert marker is not None
    assert marker.kind == "bullet"


@pytest.mark.parametrize(
    "text",
    ["", "2 gift card codes", "5-23 business days", "30% off", "*If your code", "-20 °C", "1.", "CIVIC. center is"],
)
def test_other_starts_are_no_markers(text: str) -> None:
    assert marker_of(text) is None


def test_one_letter_keeps_both_of_its_readings() -> None:
    marker = marker_of("C. Costs")
    assert marker is not None
    assert [(r.style, r.number) for r in marker.readings] == [("I.", 100), ("A.", 3)]


def test_labels_count_only_in_pairs() -> None:
    assert labels_of(["Q: Where?", "A: Here."]).keys() == {0, 1}
    assert labels_of(["R: one", "T. two"]) == {}


def test_a_label_may_be_numbered_and_in_bold() -> None:
    labels = labels_of(["**Q3:** Where?", "**A:** Here."])
    assert [(labels[0].kind, labels[0].width), (labels[1].kind, labels[1].width)] == [("question", 8), ("answer", 7)]
