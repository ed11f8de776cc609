"""Which columns of a table are read, and the tables that do not say."""

from itertools import combinations

import pytest

from app.corpus import column_words
from app.corpus.column_names import ColumnNames
from app.corpus.columns import Columns, columns_of, count_known
from app.errors import DocumentError


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["question", "answer"], Columns(1, 0, None)),
        (["id", "Section", " ANSWER ", "Question"], Columns(2, 3, 1)),
        (["title", "text"], Columns(1, 0, None)),
        (["q", "a"], Columns(1, 0, None)),
        (["topic", "body"], Columns(1, None, 0)),
        (["Catégorie", "Question", "RÉPONSE"], Columns(2, 1, 0)),
        (["frage", "antwort", "kategorie"], Columns(1, 0, 2)),
        (["pregunta", "respuesta", "sección"], Columns(1, 0, 2)),
        (["domanda", "risposta", "argomento"], Columns(1, 0, 2)),
        (["pergunta", "resposta", "seção"], Columns(1, 0, 2)),
        (["vraag", "antwoord", "onderwerp"], Columns(1, 0, 2)),
        (["質問", "回答", "カテゴリ"], Columns(1, 0, 2)),
        (["问题", "答", "分类"], Columns(1, 0, 2)),
        (["질문", "답변", "분류"], Columns(1, 0, 2)),
        (["Вопрос", "Ответ", "Раздел"], Columns(1, 0, 2)),
        (["السؤال", "الإجابة", "القسم"], Columns(1, 0, 2)),
        (["Pytanie", "Odpowiedź", "Kategoria"], Columns(1, 0, 2)),
        (["Soru", "Cevap", "Bölüm"], Columns(1, 0, 2)),
        (["Fråga", "Svar", "Ämne"], Columns(1, 0, 2)),
        (["Spørgsmål", "Svar", "Emne"], Columns(1, 0, 2)),
        (["Kysymys", "Vastaus", "Aihe"], Columns(1, 0, 2)),
        (["Otázka", "Odpověď", "Kategorie"], Columns(1, 0, 2)),
        (["Întrebare", "Răspuns", "Secțiune"], Columns(1, 0, 2)),
        (["Kérdés", "Válasz", "Témá"], Columns(1, 0, 2)),
        (["Ερώτηση", "Απάντηση", "Κατηγορία"], Columns(1, 0, 2)),
        (["Питання", "Відповідь", "Розділ"], Columns(1, 0, 2)),
        (["Pertanyaan", "Jawaban", "Topik"], Columns(1, 0, 2)),
        (["Câu hỏi", "Trả lời", "Danh mục"], Columns(1, 0, 2)),
        (["שאלה", "תשובה", "נושא"], Columns(1, 0, 2)),
        (["प्रश्न", "उत्तर", "श्रेणी"], Columns(1, 0, 2)),
        (["คำถาม", "คำตอบ", "หมวดหมู่"], Columns(1, 0, 2)),
        (["پرسش", "پاسخ", "بخش"], Columns(1, 0, 2)),
        (["Въпрос", "Отговор", "Категория"], Columns(1, 0, 2)),
        (["faqQuestion", "FAQ_answer", "category.name"], Columns(1, 0, 2)),
        (["post_title", "post_content", "Topics"], Columns(1, 0, 2)),
    ],
)
def test_columns_are_found_by_name_in_many_languages(names: list[str], found: Columns) -> None:
    assert columns_of(names, "here") == found
    assert count_known(names) == len([i for i in (found.answer, found.question, found.section) if i is not None])


def test_a_better_name_goes_before_a_more_general_one() -> None:
    names = ["title", "text", "question", "answer", "topic", "category"]
    assert columns_of(names, "here") == Columns(answer=3, question=2, section=5)


@pytest.mark.parametrize(
    ("names", "others"),
    [
        (["Question", "Answer", "Alternate Questions"], (2,)),
        (["Question 1", "Answer", "Question 2"], (0, 2)),
        (["Frage", "Antwort", "Ähnliche Fragen"], (2,)),
        (["Question", "Answer", "Line 2"], ()),
    ],
)
def test_further_questions_are_found_by_name(names: list[str], others: tuple[int, ...]) -> None:
    assert columns_of(names, "here").others == others


def test_what_the_registry_names_goes_before_any_name() -> None:
    names = ["question", "answer", "Ask me", "Say", "kind"]
    given = ColumnNames(question="Ask me", answer="Say", section="kind")
    assert columns_of(names, "here", given) == Columns(answer=3, question=2, section=4)
    assert count_known(names, given) == len(names)


def test_further_questions_are_found_beside_a_given_one() -> None:
    names = ["question 1", "answer", "question 2", "similar questions"]
    assert columns_of(names, "here", ColumnNames(question="question 1")) == Columns(1, 0, None, others=(2, 3))


def test_a_given_column_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(
        DocumentError, match=r"^here: the answer is to be in 'Say', as the registry says; found 'q', 'a'"
    ):
        columns_of(["q", "a"], "here", ColumnNames(answer="Say"))


@pytest.mark.parametrize(("first", "second"), list(combinations(["QUESTIONS", "ANSWERS", "SECTIONS"], 2)))
def test_no_name_means_two_things(first: str, second: str) -> None:
    one, other = (frozenset[str]().union(*getattr(column_words, name)) for name in (first, second))
    assert one & other == frozenset()


@pytest.mark.parametrize(
    ("names", "complaint"),
    [
        (
            ["merchant", "question", ""],
            "here: no column holds the answer; found 'merchant', 'question'. Name the columns",
        ),
        ([], "here: no column holds the answer; found no names"),
        (["question", "answer", "Antwort"], "here: the answer may be in 'answer' or in 'Antwort'. Remove or rename"),
        (["answer", "title", "Titre"], "here: the question may be in 'title' or in 'Titre'"),
        (["answer", "section", "Section"], "here: the section may be in 'section' or in 'Section'"),
    ],
)
def test_a_table_that_does_not_say_is_refused_with_what_was_found(names: list[str], complaint: str) -> None:
    with pytest.raises(DocumentError) as refused:
        columns_of(names, "here")
    assert str(refused.value).startswith(complaint)
