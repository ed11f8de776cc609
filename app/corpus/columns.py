"""Which columns of a table hold the question, the answer and the section, told by their names in many languages."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.corpus.labels import PAIRS
from app.errors import DocumentError
from app.text import fold


@dataclass(frozen=True, slots=True)
class Cells:
    """A row's cells, unchanged, "" where there is none.

    `number`, from 1, counts the rows below the header in a CSV or TSV file and the lines of a JSONL file.
    """

    number: int
    question: str
    answer: str
    section: str


@dataclass(frozen=True, slots=True)
class Columns:
    """Positions of the columns that are read, from 0; None where the table has no such column."""

    answer: int
    question: int | None
    section: int | None

    def cells(self, number: int, row: Sequence[str]) -> Cells:
        """What these columns hold in a row."""
        question = "" if self.question is None else row[self.question]
        return Cells(number, question, row[self.answer], "" if self.section is None else row[self.section])


def _folded(*names: str) -> frozenset[str]:
    return frozenset(fold(name) for name in names)


def _words(position: int) -> frozenset[str]:
    """The labels of `app.corpus.labels`; of single letters only q and a, for the others stand for many things."""
    words = {pair[position] for pair in PAIRS}
    return _folded(*(word for word in words if len(word) > 1 or word > "\u0530" or word == "qa"[position]))


# For each column the names that it goes by, best first: a table with "question" and "title" asks in "question".
_QUESTIONS = (
    _words(0),
    _folded("title", "titel", "titre", "título", "titolo", "tytuł", "başlık", "заголовок", "العنوان", "عنوان",
            "タイトル", "标题", "標題", "제목"),
)  # fmt: skip
_ANSWERS = (
    _words(1),
    _folded("text", "texte", "texto", "testo", "tekst", "текст", "النص", "نص", "テキスト", "本文", "文本",
            "正文", "텍스트"),
    _folded("body", "content", "contenu", "inhalt", "contenido", "contenuto", "conteúdo", "inhoud", "treść", "içerik",
            "содержание", "المحتوى", "内容", "內容", "내용", "본문"),
)  # fmt: skip
_SECTIONS = (
    _folded("section", "abschnitt", "sección", "sezione", "seção", "secção", "sectie", "раздел", "القسم", "قسم",
            "セクション", "章节", "章節", "섹션"),
    _folded("category", "catégorie", "kategorie", "categoría", "categoria", "categorie", "kategoria", "kategori",
            "категория", "الفئة", "فئة", "カテゴリ", "カテゴリー", "分類", "分类", "类别", "類別", "카테고리", "분류"),
    _folded("topic", "thème", "thema", "tema", "argomento", "assunto", "onderwerp", "rubrique", "rubrik", "rubriek",
            "тема", "الموضوع", "موضوع", "トピック", "主题", "主題", "주제"),
)  # fmt: skip


_SHOWN = 40
"""Names that an error lists, and characters of each."""


def columns_of(names: Sequence[str], where: str) -> Columns:
    """The columns of a table with these names, whatever their case and accents; other names are left alone.

    Raises DocumentError, which begins with `where`, for a table without a column for answers, and for one in which
    two columns have an equal claim to be the same.
    """
    answer = _position(names, _ANSWERS, f"{where}: the answer")
    if answer is None:
        named = [repr(name[:_SHOWN]) for name in names if name.strip()]
        found = ", ".join(named[:_SHOWN] + ["..."] * (len(named) > _SHOWN)) or "no names"
        raise DocumentError(
            f'{where}: no column holds the answer; found {found}. Name the columns "question" and "answer" '
            '(and "section", if there is one).'
        )
    question = _position(names, _QUESTIONS, f"{where}: the question")
    return Columns(answer, question, _position(names, _SECTIONS, f"{where}: the section"))


def count_known(names: Sequence[str]) -> int:
    """How many of the names are those of a column that is read."""
    known = frozenset[str]().union(*_QUESTIONS, *_ANSWERS, *_SECTIONS)
    return sum(fold(name) in known for name in names)


def _position(names: Sequence[str], ranks: Sequence[frozenset[str]], what: str) -> int | None:
    folded = [fold(name) for name in names]
    for known in ranks:
        found = [i for i, name in enumerate(folded) if name in known]
        if len(found) > 1:
            first, second = (names[i][:_SHOWN] for i in found[:2])
            raise DocumentError(f"{what} may be in {first!r} or in {second!r}. Remove or rename one of these columns.")
        if found:
            return found[0]
    return None
