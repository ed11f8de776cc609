"""Texts that programs stumble over, made by chance from a seed."""

from random import Random

PIECES: tuple[str, ...] = (
    *"aZ0 ?!.,:;-_/\\%&#+=@\"'`<>(){}[]|~^*$€\t\n\r\x00\x01\x1b\x7f\x85",
    "\u0301", "\u0316\u0301", "\u0345", "\u0f73", "\uff9e", "\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\u00ad",
    "\u2028", "\u3000", "\ufdfa", "\ufdfb", "\U0001f1e6", "👩‍👩‍👧‍👦", "\U000e0061", "\ue000", "\U0010fffd", "\u0378",
    "\uffff", "\U0010ffff", "ß", "İ", "ǰ", "ﬃ", "㍿", "中", "カ", "ก", "한", "क्", "ع", "א", "αβγ;", "Дo",
    "how long does delivery take", "livraison", "返品", "lamps", "refund ", "a@b.example ", "+49 151 2345678 ",
    "http://x.example/?q=", "' OR 1=1 --", "<script>alert(1)</script>", "{{7*7}}", "${jndi:x}", "%00", "%2e%2e%2f",
    "../",
    "1e999", "NaN", "null", "99999999999999999999",
)  # fmt: skip


def strange_text(chance: Random, most: int = 40) -> str:
    """A few pieces, or one of them again and again; now and then a lone surrogate, or far too much."""
    many = chance.choice((1, 2, 5, most, 512))
    if chance.random() < 0.02:
        many *= 50
    if chance.random() < 0.3:
        return chance.choice(PIECES) * many
    text = "".join(chance.choices(PIECES, k=min(many, most)))
    return text + "\ud800" if chance.random() < 0.03 else text
