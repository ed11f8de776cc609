"""The numbers and bullets of a DOCX file's lists, which stand in no text."""

from collections import defaultdict

from lxml.etree import _Element

from app.corpus.docx_names import attribute, number, w
from app.corpus.docx_styles import Styles

_BULLET = "•"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_HIGHEST, _DEEPEST, _LONGEST = 3999, 9, 50
"""The largest Roman numeral; how many levels a list has; characters around a number."""


class Numbering:
    """Counts the items of each list while a document is walked through."""

    def __init__(self, root: _Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, dict[int, _Element]] = {}
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        if root is not None:
            abstract = {attribute(e, "abstractNumId"): _levels(e) for e in root.iter(w("abstractNum"))}
            for numbered in root.iter(w("num")):
                of = attribute(numbered.find(w("abstractNumId")), "val")
                self._lists[attribute(numbered, "numId")] = abstract.get(of, {})

    def label(self, properties: _Element | None) -> str:
        """What a paragraph with these properties is numbered with, "2." or "•"; "" where it is no item of a list."""
        item = properties.find(w("numPr")) if properties is not None else None
        if item is None:
            item = self._styles.numbering(self._styles.of(properties, "pStyle"))
        if item is None:
            return ""
        of = attribute(item.find(w("numId")), "val")
        level = number(item.find(w("ilvl")), "val") or 0
        return self._counted(of, level) if level in self._lists.get(of, {}) else ""

    def _counted(self, of: str, level: int) -> str:
        counts, levels = self._counts[of], self._lists[of]
        counts[level] = counts.get(level, _start(levels[level]) - 1) + 1
        for deeper in [known for known in counts if known > level]:
            del counts[deeper]
        kind = attribute(levels[level].find(w("numFmt")), "val")
        if kind in {"bullet", "none"}:
            return _BULLET if kind == "bullet" else ""
        text = attribute(levels[level].find(w("lvlText")), "val")[:_LONGEST]
        for n in sorted(known for known in levels if known <= level):
            written = attribute(levels[n].find(w("numFmt")), "val")
            text = text.replace(f"%{n + 1}", written_number(counts.get(n, _start(levels[n])), written))
        return text.strip()


def _levels(abstract: _Element) -> dict[int, _Element]:
    told = {number(level, "ilvl"): level for level in abstract.iter(w("lvl"))}
    return {level: element for level, element in told.items() if level is not None and level < _DEEPEST}


def _start(level: _Element) -> int:
    told = number(level.find(w("start")), "val")
    return 1 if told is None else told


def written_number(count: int, kind: str) -> str:
    """A count in digits, letters or Roman numerals; kinds that are not known are written in digits."""
    if "Letter" in kind and count > 0:
        letters = chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 3)
    elif "Roman" in kind and 0 < count <= _HIGHEST:
        letters = _roman(count)
    else:
        return str(count)
    return letters.upper() if kind.startswith("upper") else letters


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        written += letters * (number // value)
        number %= value
    return written
