"""Invented questions with their answers: one merchant a language, out of `texts/<language>.toml`."""

import html
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

TEXTS = Path(__file__).parent / "texts"
LANGUAGES = tuple(sorted(path.stem for path in TEXTS.glob("*.toml")))

_CELL_ENDS = re.compile(r"</t[hd]>\s*<t[hd]>")
_AFTER_LIST = re.compile(r"</(?:ul|ol|table)>\s*<p>")
_BLOCKS = re.compile(r"</?(?:p|ul|ol|li|table|tr|th|td)>")
_BREAKS = re.compile(r"\s*(<br>)\s*(<br>)?(?:\s*<br>)*\s*")
_SPACE = re.compile(r"\s+")
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A pair that a page holds; a blank `section` or `anchor` is not looked at.

    `together` is what its question may be told as, where several questions share an answer.
    """

    question: str
    answer: str
    section: str = ""
    anchor: str = ""
    together: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A question with its answer, which is HTML; `number` counts from 1 through the whole page."""

    number: int
    section: str
    question: str
    answer: str

    @property
    def asked(self) -> str:
        """The question as HTML."""
        return html.escape(self.question, quote=True)

    @property
    def inline(self) -> str:
        """The answer without blocks: breaks between its lines, a dash before each item of a list."""
        lines = _CELL_ENDS.sub(": ", self.answer).replace("<li>", "<br>- ").replace("<tr>", "<br>")
        lines = _BLOCKS.sub("", _AFTER_LIST.sub("<br><br>", lines).replace("</p>", "<br><br>"))
        return _BREAKS.sub(r"\1\2", lines).removesuffix("<br>").removesuffix("<br>").strip()

    @property
    def text(self) -> str:
        """The words of the answer."""
        return text_of(self.answer)

    def expected(self, *, in_section: bool = False, anchor: str = "") -> Expected:
        """What is to be read of it."""
        section = self.section if in_section else ""
        return Expected(question=self.question, answer=self.text, section=section, anchor=anchor)


@dataclass(frozen=True, slots=True)
class FaqSection:
    """A heading with the items under it."""

    name: str
    items: tuple[Item, ...]

    @property
    def heading(self) -> str:
        """Its name as HTML."""
        return html.escape(self.name)


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """What no passage may hold: each text says `MARKER`."""

    menu: Sequence[str]
    crumbs: Sequence[str]
    cookies: str
    newsletter: str
    products: Sequence[str]
    review: str
    chat: str
    footer: Sequence[str]
    helpful: str


MARKER = "Zwirbel"


@dataclass(frozen=True, slots=True)
class Faq:
    """Everything that a page may show of a merchant; `labels` stand before a question and an answer."""

    language: str
    merchant: str
    title: str
    intro: str
    labels: tuple[str, str]
    sections: tuple[FaqSection, ...]
    boilerplate: Boilerplate

    @property
    def items(self) -> tuple[Item, ...]:
        """Those of all sections, in order."""
        return tuple(item for section in self.sections for item in section.items)

    @property
    def opening(self) -> tuple[str, ...]:
        """What a page says before its first question."""
        return (self.title, self.intro)

    def expected(self, *, in_section: bool = False, anchors: str = "") -> tuple[Expected, ...]:
        """All items; `anchors` is a pattern of ids in which `{}` is the item's number."""
        return tuple(item.expected(in_section=in_section, anchor=anchors.format(item.number)) for item in self.items)


def text_of(fragment: str) -> str:
    """The words of an HTML fragment."""
    return _SPACE.sub(" ", html.unescape(_TAG.sub(" ", fragment))).strip()


def read_faq(language: str, texts: Path = TEXTS) -> Faq:
    """The merchant who writes in a language, out of the folder `texts`."""
    told = tomllib.loads((texts / f"{language}.toml").read_text(encoding="utf-8"))
    question, answer = told.pop("labels")
    sections = tuple(_sections(told["sections"]))
    return Faq(
        **{
            **told,
            "labels": (question, answer),
            "sections": sections,
            "boilerplate": Boilerplate(**told["boilerplate"]),
        }
    )


def _sections(tables: list[Mapping[str, object]]) -> list[FaqSection]:
    number = 0
    sections = []
    for table in tables:
        name, entries = str(table["name"]), table["entries"]
        assert isinstance(entries, list)
        items = tuple(Item(number + n, name, e["question"], e["answer"]) for n, e in enumerate(entries, 1))
        sections.append(FaqSection(name, items))
        number += len(items)
    return sections
