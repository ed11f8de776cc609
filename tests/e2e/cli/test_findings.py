"""`faq findings`: what is doubtful in the served passages."""

import json
from pathlib import Path

import pytest

from app.cli import main

Captured = pytest.CaptureFixture[str]

REFUNDS = """How long does a refund take?
A refund takes 5 days at most, once we have your parcel.

How long does my refund take?
A refund takes 9 days at most, once we have your parcel.
"""


@pytest.fixture
def doubtful(shop: Path, capsys: Captured) -> Path:
    """A served corpus in which one merchant contradicts itself."""
    (shop / "alpine/faq.txt").write_text(REFUNDS)
    assert main(["ingest"]) == 0
    capsys.readouterr()
    return shop


def test_findings_are_shown_with_their_passages(doubtful: Path, capsys: Captured) -> None:
    assert main(["findings"]) == 0
    out = capsys.readouterr().out
    assert "Findings: 0 near duplicates, 1 contradiction.\n" in out
    assert '  contradiction, alpine: says "5 days" and "9 days"\n' in out
    assert "    alpine/faq.txt:1 alpine:" in out


def test_those_of_one_merchant_may_be_asked_for(doubtful: Path, capsys: Captured) -> None:
    assert main(["findings", "--merchant", "other"]) == 0
    assert capsys.readouterr().out == "Findings: 0 near duplicates, 0 contradictions.\n"
    assert main(["findings", "--merchant", "nobody"]) == 1
    assert "No merchant 'nobody'" in capsys.readouterr().err


def test_machines_are_given_json(doubtful: Path, capsys: Captured) -> None:
    assert main(["findings", "--json"]) == 0
    (finding,) = json.loads(capsys.readouterr().out)
    assert (finding["kind"], [fact["value"] for fact in finding["facts"]]) == ("contradiction", ["5", "9"])
