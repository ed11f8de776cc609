"""The styles of a DOCX file: which are headings, and which are bold."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element

from app.corpus.docx_names import attribute, is_on, number, w

_HEADING = re.compile(
    r"(?:heading|überschrift|titre|título|titolo|kop|rubrik|overskrift|otsikko|nagłówek|nadpis|заголовок|başlık|"
    r"encabezado|intestazione|cabeçalho|見出し|标题|標題|제목|عنوان|כותרת)\s*(\d)",
    re.IGNORECASE,
)
"""What programs call the styles of headings; Word writes English names, whatever its own language."""
_CONTENTS = re.compile(r"(?:toc\b|toc\s*\d|contents\s)", re.IGNORECASE)
_TITLE_LEVEL, _DEEPEST, _LONGEST_CHAIN = 0, 9, 20


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph's or a run's style, as it adds to the one that it is based on."""

    name: str
    element: _Element
    base: str | None


class Styles:
    """All styles of a file, by their ids."""

    def __init__(self, root: _Element | None) -> None:
        told = [] if root is None else list(root.iter(w("style")))
        self._styles = {
            attribute(style, "styleId"): Style(
                name=attribute(style.find(w("name")), "val"),
                element=style,
                base=attribute(style.find(w("basedOn")), "val") or None,
            )
            for style in told
        }
        self._default = next((attribute(s, "styleId") for s in told if _is_default(s)), "")

    def of(self, properties: _Element | None, tag: str) -> str:
        """The id of the style that properties name in the element `tag`, or the default one's."""
        named = attribute(properties.find(w(tag)), "val") if properties is not None else ""
        return named or (self._default if tag == "pStyle" else "")

    def level(self, style_id: str) -> int | None:
        """The level of a heading of this style: 0 for the document's title, 1 to 9; None for running text."""
        for style in self._chain(style_id):
            if style.name.casefold() == "title":
                return _TITLE_LEVEL
            if match := _HEADING.fullmatch(style.name):
                return int(match[1])
            if (level := outline_level(style.element.find(w("pPr")))) is not None:
                return level
        return None

    def is_contents(self, style_id: str) -> bool:
        """Whether the style is that of a table of contents."""
        return any(_CONTENTS.match(style.name) for style in self._chain(style_id))

    def has(self, style_id: str, tag: str) -> bool | None:
        """Whether a run of the style has a property that is on or off, such as `b`; None where nothing tells."""
        for style in self._chain(style_id):
            told = is_on(style.element.find(f"{w('rPr')}/{w(tag)}"))
            if told is not None:
                return told
        return None

    def numbering(self, style_id: str) -> _Element | None:
        """The list that paragraphs of the style are items of."""
        found = (style.element.find(f"{w('pPr')}/{w('numPr')}") for style in self._chain(style_id))
        return next((element for element in found if element is not None), None)

    def _chain(self, style_id: str | None) -> Iterator[Style]:
        """A style and those that it is based on; a ring of them ends where it began, and a long chain some time."""
        seen: set[str] = set()
        while style_id in self._styles and style_id not in seen and len(seen) < _LONGEST_CHAIN:
            seen.add(style_id)
            yield self._styles[style_id]
            style_id = self._styles[style_id].base


def outline_level(properties: _Element | None) -> int | None:
    """The outline level that a paragraph's properties tell, from 1; None for running text."""
    told = number(properties.find(w("outlineLvl")), "val") if properties is not None else None
    return told + 1 if told is not None and told < _DEEPEST else None


def _is_default(style: _Element) -> bool:
    return attribute(style, "type") == "paragraph" and attribute(style, "default") in {"1", "true"}
