"""Explicit question and answer labels (Q: / A:, Frage / Antwort, 問 / 答), read only where both of a pair occur."""

import re
from collections.abc import Sequence
from typing import Literal

from app.corpus.markers import Marker

# (question label, answer label) as pages in many languages write them. A pair counts only when a document uses
# both of its labels, so that "R:" or "P:" alone means nothing.
PAIRS = (
    ("q", "a"), ("question", "answer"), ("frage", "antwort"), ("f", "a"), ("question", "réponse"), ("q", "r"),
    ("pregunta", "respuesta"), ("p", "r"), ("domanda", "risposta"), ("d", "r"), ("pergunta", "resposta"),
    ("vraag", "antwoord"), ("v", "a"), ("pytanie", "odpowiedź"), ("soru", "cevap"), ("s", "c"), ("fråga", "svar"),
    ("spørgsmål", "svar"), ("spørsmål", "svar"), ("kysymys", "vastaus"), ("otázka", "odpověď"),
    ("întrebare", "răspuns"), ("kérdés", "válasz"), ("ερώτηση", "απάντηση"), ("вопрос", "ответ"),
    ("питання", "відповідь"), ("pertanyaan", "jawaban"), ("câu hỏi", "trả lời"), ("سؤال", "جواب"),
    ("السؤال", "الجواب"), ("سؤال", "إجابة"), ("السؤال", "الإجابة"), ("س", "ج"), ("שאלה", "תשובה"),
    ("प्रश्न", "उत्तर"), ("सवाल", "जवाब"), ("ถาม", "ตอบ"), ("คำถาม", "คำตอบ"), ("問", "答"), ("问", "答"),
    ("質問", "回答"), ("问题", "回答"), ("問題", "回答"), ("질문", "답변"), ("문", "답"),
)  # fmt: skip

# What is repeated is never given back ("*+"): spaces without a sign behind them would cost the cube of their number.
_LABEL = re.compile(
    r"\**+\s*+([^\W\d_][^\W\d_\u0300-\u036f]*(?: [^\W\d_]+)?|[^\s\d:：.]{1,8})"  # the word
    r"\s*+(\d{1,3})?\s*+\**+\s*+([:：.．)）、-])\**+\s*"  # its number and the sign after it
)
_UNPAIRED = frozenset({"q"} | {question for question, _ in PAIRS if len(question) > 1 or question > "\u2e80"})


def labels_of(texts: Sequence[str]) -> dict[int, Marker]:
    """The question and answer labels among a document's trimmed lines, by index into `texts`."""
    found = {i: match for i, text in enumerate(texts) if (match := _LABEL.match(text)) and _is_label(match)}
    written: dict[str, list[int]] = {}
    for i, match in found.items():
        written.setdefault(match[1].casefold(), []).append(i)
    kinds = _kinds(written)
    words = {i: match[1].casefold() for i, match in found.items()}
    return {i: Marker(kinds[words[i]], match.end()) for i, match in found.items() if words[i] in kinds}


def _kinds(written: dict[str, list[int]]) -> dict[str, Literal["question", "answer"]]:
    """What each label word means here. Answers may go without one where two questions or more have theirs."""
    kinds: dict[str, Literal["question", "answer"]] = {}
    for question, answer in PAIRS:
        if _is_pair(written.get(question, []), written.get(answer, []), question):
            kinds |= {answer: "answer", question: "question"}
    alone = [word for word, lines in written.items() if word in _UNPAIRED and len(lines) > 1]
    return kinds or dict.fromkeys(alone, "question")


def _is_pair(asked: Sequence[int], answered: Sequence[int], question: str) -> bool:
    """Both occur, the question first; single letters other than Q more than once, for sizes are letters too."""
    least = 1 if len(question) > 1 or question == "q" or question > "\u2e80" else 2
    return len(asked) >= least and len(answered) >= least and asked[0] < answered[0]


def _is_label(match: re.Match[str]) -> bool:
    """A single letter with a bracket or a dash numbers a list: "a) wear", "f) misuse"."""
    return len(match[1]) > 1 or match[1] > "\u2e80" or match[3] in ":：.．"
