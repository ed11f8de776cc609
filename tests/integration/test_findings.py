"""What is doubtful in a corpus: found at ingestion, kept with the generation, refused where it was edited."""

import json
from pathlib import Path

import pytest

from app import inspection
from app.errors import IndexCorrupt
from app.facts import Fact
from app.findings import Finding, read_findings
from app.generations import current_folder, load_current
from app.ingest import Ingestion
from app.printed_ingestion import print_ingested
from app.reports import ingested_as_json
from app.retrieval.flat import FLAT
from app.stored_rows import store_rows

DOUBTFUL = """How long does a refund take?
A refund takes 5 days at most, once we have your parcel.

How long does my refund take?
A refund takes 9 days at most, once we have your parcel.

How long does the refund take?
A refund takes 12 days at most, once we have your parcel.

Where is my parcel?
Sign in to your account, then click on Track my order to see where it is.

Where is my parcel now?
Sign in to your account, then click on "Track my order" to see where it is.
"""


@pytest.fixture
def doubtful(corpus: Path) -> Path:
    """The corpus, where the second merchant's texts are doubtful."""
    (corpus / "boutique" / "faq.txt").write_text(DOUBTFUL)
    return corpus


def test_each_finding_names_its_passages_and_what_they_state(ingestion: Ingestion, doubtful: Path) -> None:
    repeat, contradiction = ingestion.run(doubtful).findings
    assert (repeat.kind, repeat.detail, repeat.facts) == ("near_duplicate", "2 passages say nearly the same", ())
    assert (contradiction.kind, contradiction.merchant_id) == ("contradiction", "boutique")
    assert contradiction.detail == 'says "5 days", "9 days" and "12 days"'
    assert [(fact.value, fact.unit) for fact in contradiction.facts] == [("5", "days"), ("9", "days"), ("12", "days")]
    assert len({*repeat.passage_ids, *contradiction.passage_ids}) == 2 + 3


def test_they_are_served_with_the_generation_and_told_again_where_nothing_has_changed(
    ingestion: Ingestion, doubtful: Path, index: Path
) -> None:
    first = ingestion.run(doubtful)
    again = ingestion.run(doubtful)
    assert not again.published
    assert again.findings == first.findings == tuple(load_current(index, FLAT).findings)


def test_the_same_words_with_ever_other_values_are_of_many_things(
    ingestion: Ingestion, doubtful: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inspection, "_MOST", 2)
    assert [each.kind for each in ingestion.run(doubtful).findings] == ["near_duplicate"]


def test_a_corpus_in_which_nothing_is_doubtful_has_none(ingestion: Ingestion, corpus: Path, index: Path) -> None:
    assert ingestion.run(corpus).findings == ()
    assert list(load_current(index, FLAT).findings) == []
    assert not (current_folder(index) / "findings.jsonl").exists()


def test_a_report_lists_them_and_everybody_is_told_their_number(
    ingestion: Ingestion, doubtful: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = ingestion.run(doubtful)
    print_ingested(done, report=False)
    assert "Findings: 1 near duplicate, 1 contradiction; --report lists them.\n" in capsys.readouterr().out
    print_ingested(done, report=True)
    out = capsys.readouterr().out
    assert "Findings: 1 near duplicate, 1 contradiction.\n" in out
    assert '  contradiction, boutique: says "5 days", "9 days" and "12 days"\n' in out
    assert f"    boutique/faq.txt:1 {done.findings[1].passage_ids[0]}: How long does a refund take?\n" in out


def test_machines_are_told_them_too(ingestion: Ingestion, doubtful: Path) -> None:
    told = json.loads(json.dumps(ingested_as_json(ingestion.run(doubtful))))["findings"]
    assert [(each["kind"], len(each["passage_ids"])) for each in told] == [("near_duplicate", 2), ("contradiction", 3)]


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "rumour"},
        {"detail": 7},
        {"merchant_id": "alpine"},
        {"passage_ids": ["boutique:0"]},
        {"passage_ids": 7},
        {"facts": [{"start": 0, "end": 1, "value": "5", "unit": "days"}]},
        {"facts": [{"start": 0}]},
        {"more": 1},
    ],
)
def test_a_finding_that_was_edited_is_refused(
    ingestion: Ingestion, doubtful: Path, index: Path, changes: dict[str, object]
) -> None:
    ingestion.run(doubtful)
    path, passages = current_folder(index) / "findings.jsonl", load_current(index, FLAT).content.passages.by_key
    row = json.loads(path.read_text(encoding="utf-8").splitlines()[0]) | changes
    store_rows(path, [("", json.dumps(row))])
    with pytest.raises(IndexCorrupt, match=r"findings\.jsonl holds no row 0"):
        read_findings(path.parent, passages)[0]


def test_two_findings_have_two_keys() -> None:
    both = [Finding("contradiction", "shop", ("a", "b"), "", (Fact(0, 1, "5", unit),) * 2) for unit in ("days", "EUR")]
    assert len({each.key for each in both}) == 2
