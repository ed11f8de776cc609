"""A merchant's table from the corpus folder to the reply: published, read back, attributed to its rows."""

from pathlib import Path

import pytest

from app.api.schemas import PassageReply
from app.content import StoredContent
from app.corpus.chunked import Chunked
from app.domain import Shown
from app.generations import load_current
from app.ingest import Ingestion
from app.replies import document_body, passage_body
from app.retrieval.flat import FLAT

ANSWER = "Two days.\n\nHow long to Spain? Three."
TABLES = {
    "faq.csv": f'merchant,Frage;Antwort\nboutique,"Wie lange?";"{ANSWER}"\n'.replace(";", ","),
    "faq.tsv": f'merchant\tquestion\tanswer\nboutique\tWie lange?\t"{ANSWER}"\n',
    "faq.jsonl": f'{{"merchant": "boutique", "title": "Wie lange?", "text": "{ANSWER}"}}\n'.replace("\n\n", "\\n\\n"),
}


@pytest.fixture(params=sorted(TABLES))
def tabled(request: pytest.FixtureRequest, corpus: Path) -> Path:
    """The corpus, with Alpine's document replaced by a table."""
    name = request.param
    (corpus / "alpine/faq.txt").unlink()
    (corpus / "alpine" / name).write_text(TABLES[name], encoding="utf-8")
    registry = corpus / "merchants.toml"
    registry.write_text(registry.read_text().replace("alpine/faq.txt", f"alpine/{name}"))
    return corpus


@pytest.fixture
def published(ingestion: Ingestion, tabled: Path, index: Path) -> StoredContent:
    done = ingestion.run(tabled)
    content = load_current(index, FLAT).content
    assert tuple(content.passages) == done.corpus.content.passages
    assert tuple(content.documents) == done.corpus.content.documents
    return content


def test_a_row_belongs_to_the_merchant_who_lists_it(published: StoredContent) -> None:
    first, *others = published.passages
    assert (first.merchant_id, first.question, first.text, first.place.row) == ("alpine", "Wie lange?", ANSWER, 1)
    assert [(p.merchant_id, p.place.row) for p in others] == [("boutique", None), ("boutique", None)]


def test_the_reply_names_the_row_and_lines_of_the_served_text(published: StoredContent) -> None:
    body = passage_body(Shown(published.passages[0], published.merchants[0], published.sources[0]))
    source = PassageReply.model_validate(body).source
    assert (source.row, source.lines, source.title) == (1, (1, 4), "Alpine FAQ")
    assert document_body(published.documents[0], published.merchants[0])["text"] == f"Wie lange?\n{ANSWER}\n"


def test_no_line_of_a_table_is_lost(ingestion: Ingestion, tabled: Path) -> None:
    chunked: tuple[Chunked, ...] = ingestion.run(tabled).corpus.chunked
    assert [document.lost for document in chunked] == [(), ()]


def test_the_same_table_embeds_nothing_again(ingestion: Ingestion, tabled: Path) -> None:
    assert [ingestion.run(tabled).embedded, ingestion.run(tabled).embedded] == [3, 0]
