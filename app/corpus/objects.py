"""Questions and answers in a JSON value: objects that hold both, wherever they stand, and maps of one to the other."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from app.corpus.column_names import ColumnNames
from app.corpus.column_words import ANSWERS, QUESTIONS, SECTIONS, plain_name
from app.corpus.columns import Cells, Columns, find_columns, shown_names
from app.corpus.jsonl import texts_of
from app.errors import DocumentError
from app.text import ends_question

_DEEPEST = 50
_SECTIONS = frozenset[str]().union(*SECTIONS)
_NAMES = _SECTIONS | {"name", "title", "label", "heading", "headline"}
"""Keys under which an object tells what it is called."""

_PLAIN = frozenset(
    ["@graph", "articles", "children", "data", "docs", "documents", "edges", "entries", "faq", "faq items", "faq list",
     "faqs", "items", "list", "main entity", "mainentity", "node", "nodes", "objects", "pages", "records", "results",
     "rows", "sections", "value", "values"]
).union(_SECTIONS, *QUESTIONS, *ANSWERS)  # fmt: skip
"""Keys that say nothing of what stands below them."""

_ANSWERED = frozenset({"accepted answer", "suggested answer"}).union(*QUESTIONS, *ANSWERS)
"""Keys whose objects wrap the text of a question or an answer."""

_KNOWN = _NAMES.union(_PLAIN, {"language", "lang", "locale", "url", "id", "version"})

Object = Mapping[str, object]


class Objects:
    """Walks over a value once; `names` are the keys that were met."""

    def __init__(self, where: str, given: ColumnNames | None) -> None:
        self._where, self._given = where, given
        self._count = 0
        self.names: dict[str, None] = {}
        self._unread: list[Object] = []

    def cells(self, value: object, section: str = "", depth: int = 0) -> Iterator[Cells]:
        """The pairs in a value, numbered from 1. Raises DocumentError for one that is no text."""
        if depth > _DEEPEST:
            raise DocumentError(f"{self._where}: objects within objects, {_DEEPEST} deep. Flatten them.")
        if isinstance(value, list):
            for entry in value:
                yield from self.cells(entry, section, depth + 1)
        elif isinstance(value, dict):
            yield from self._object(value, section, depth)

    def notes(self) -> Iterator[str]:
        """What is to be said of texts that were left out."""
        if self._unread:
            yield (
                f"{len(self._unread):,} objects hold texts, but no question with its answer, and are left out; the "
                f"first has {shown_names(list(self._unread[0]))}"
            )

    def _object(self, told: Object, section: str, depth: int) -> Iterator[Cells]:
        self.names |= dict.fromkeys(told)
        nested = _nested(told)
        is_root = depth == 0
        found = None if is_root and nested else self._pair(_unwrapped(told), section)
        cells = [found] if found else list(self._map(told, section))
        yield from cells
        self._unread += [told] * (not cells and not nested and _reads(told))
        name = _name_of(told, is_root=is_root)
        for key, value in _below(nested, is_pair=found is not None):
            section_below = self._section(key, name or section, named=bool(name))
            yield from self.cells(value, section_below, depth + 1)

    def _section(self, key: str, above: str, *, named: bool) -> str:
        """Of what stands below a key: the name of its object, else the key, where it says anything."""
        below = above if named or plain_name(key) in _PLAIN or key.isdigit() else key
        texts_of(key, below, self._where)
        return below

    def _pair(self, told: Object, section: str) -> Cells | None:
        columns = self._columns(told)
        if columns is None or columns.question is None:
            return None
        values = [_flat(value) if i in columns.read else None for i, value in enumerate(told.values())]
        if any(_nests(value) for value in values):
            return None
        self._count += 1
        at = f"{self._where}: object {self._count}"
        row = [texts_of(name, value, at) for name, value in zip(told, values, strict=True)]
        cells = columns.cells(self._count, row)
        return cells if cells.section.strip() else replace(cells, section=section)

    def _columns(self, told: Object) -> Columns | None:
        given = self._given
        if given and not {given.question, given.answer} - {None} <= set(told):
            return None
        if given and given.section not in told:
            given = replace(given, section=None)
        return find_columns(list(told), f"{self._where}: object {self._count + 1}", given)

    def _map(self, told: Object, section: str) -> Iterator[Cells]:
        """An object whose keys ask and whose values answer; keys that do not ask are taken for questions too."""
        answered = {key: value for key, value in told.items() if plain_name(key) not in _KNOWN and _answers(value)}
        if not self._given and sum(map(ends_question, answered)) * 2 >= max(1, len(answered)):
            for key, value in answered.items():
                self._count += 1
                question, answer = texts_of(key, [key, value], f"{self._where}: object {self._count}")
                yield Cells(self._count, question, answer, section)


def _answers(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _reads(told: Object) -> bool:
    """Whether an object holds a text that visitors may read: several words, not a name or an address."""
    return any(isinstance(value, str) and len(value.split()) > 1 for value in told.values())


def _below(nested: Object, *, is_pair: bool) -> Iterator[tuple[str, object]]:
    """What is to be walked below an object: of a pair not its question and answer."""
    return ((key, value) for key, value in nested.items() if not is_pair or plain_name(key) not in _ANSWERED)


def _nested(told: Object) -> Object:
    return {key: value for key, value in told.items() if _nests(value)}


def _nests(value: object) -> bool:
    """Whether objects stand in a value."""
    entries = value if isinstance(value, list) else ()
    return isinstance(value, dict) or any(isinstance(entry, dict | list) for entry in entries)


def _name_of(told: Object, *, is_root: bool) -> str:
    """What an object is called; the outermost one's name is the document's, unless it is that of a section."""
    names = _SECTIONS if is_root else _NAMES
    named = (value for key, value in told.items() if plain_name(key) in names and isinstance(value, str))
    return next((name for name in named if name.strip()), "")


def _unwrapped(told: Object) -> Object:
    """A question of schema.org as an object of a question and an answer."""
    if "Question" not in _listed(told.get("@type")):
        return told
    answer = told.get("acceptedAnswer") or told.get("suggestedAnswer")
    return {"question": told.get("name") or told.get("text"), "answer": _flat(answer)}


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _flat(value: object) -> object:
    """The text of an object that wraps one (`{"@type": "Answer", "text": ...}`), of each in an array."""
    if isinstance(value, list):
        return [_flat(entry) for entry in value]
    if isinstance(value, dict) and (columns := find_columns(list(value), "")):
        return list(value.values())[columns.answer]
    return value
