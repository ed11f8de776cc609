"""Ten layouts of FAQ pages, none of them in the corpus, come back whole."""

from pathlib import Path

import pytest

from app.corpus.outline import Role
from app.corpus.passages import chunk
from app.domain import Document
from app.languages import Detection

LAYOUTS = Path(__file__).parent.parent / "layouts"

Expected = list[tuple[str | None, tuple[int, int], str | None]]

EXPECTED: dict[str, Expected] = {
    "labels_english": [
        ("Do you accept returns", (5, 9), "Orders"),
        ("What is the restocking fee?", (11, 12), "Orders"),
        ("Which cards work?", (16, 19), "Payment"),
    ],
    "labels_german": [
        ("Wie lange dauert der Versand?", (1, 3), None),
        ("Kann ich auf Rechnung zahlen?", (4, 5), None),
    ],
    "roman_numerals": [
        ("Scope", (3, 4), None),
        ("Time limit", (6, 8), None),
        ("Exceptions", (10, 14), None),
        ("Costs", (16, 17), None),
    ],
    "labels_japanese": [
        ("返品はできますか。", (2, 4), None),
        ("送料はいくらですか。", (5, 6), None),
    ],
    "arabic": [
        ("كم تستغرق مدة التوصيل؟", (5, 7), "الشحن والتوصيل"),
        ("هل الشحن مجاني؟", (9, 10), "الشحن والتوصيل"),
        ("كيف أعيد منتجا؟", (14, 17), "الإرجاع والاستبدال"),
    ],
    "thai": [
        ("จัดส่งใช้เวลากี่วัน", (3, 5), None),
        ("สามารถคืนสินค้าได้หรือไม่", (7, 9), None),
        ("ชำระเงินด้วยวิธีใดได้บ้าง", (11, 15), None),
    ],
    "dense_headings": [
        ("Shipping", (1, 3), None),
        ("Returns and refunds", (4, 8), None),
        ("Gift cards", (9, 10), None),
    ],
    "nested_policy": [
        ("Definitions", (1, 3), None),
        ("Right of withdrawal", (4, 9), None),
        ("Effects of withdrawal", (10, 12), None),
    ],
    "two_columns": [
        ("Payment methods", (1, 7), None),
        ("Delivery services", (9, 14), None),
    ],
    "wall_of_text": [(None, (1, 1), None), (None, (1, 1), None)],
}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_layout_comes_back_whole(name: str) -> None:
    text = (LAYOUTS / f"{name}.txt").read_text()
    chunked = chunk(Document(name, "shop", text), lambda _: Detection("en", 1.0))
    assert [(p.question, p.lines, p.section) for p in chunked.passages] == EXPECTED[name]
    assert chunked.lost == ()
    assert {line.role for line in chunked.roles} <= {Role.PASSAGE, Role.SECTION, Role.TITLE}
