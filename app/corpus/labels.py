"""Explicit question and answer labels (Q: / A:, Frage / Antwort, 問 / 答), read only where both of a pair occur."""

import re
from collections.abc import Sequence

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

_LABEL = re.compile(
    r"\**\s*([^\W\d_][^\W\d_\u0300-\u036f]*(?: [^\W\d_]+)?|[^\s\d:：.]{1,8})\s*(\d{1,3})?\s*\**\s*[:：.．)）、-]\**\s*"
)


def labels_of(texts: Sequence[str]) -> dict[int, Marker]:
    """The question and answer labels among a document's trimmed lines, by index into `texts`."""
    found = {i: match for i, text in enumerate(texts) if (match := _LABEL.match(text))}
    written = {match[1].casefold() for match in found.values()}
    pairs = [pair for pair in PAIRS if written.issuperset(pair)]
    questions, answers = {q for q, _ in pairs}, {a for _, a in pairs}
    labels: dict[int, Marker] = {}
    for i, match in found.items():
        word = match[1].casefold()
        if word in questions:
            labels[i] = Marker("question", match.end())
        elif word in answers:
            labels[i] = Marker("answer", match.end())
    return labels
