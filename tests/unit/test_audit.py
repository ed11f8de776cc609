"""What the audit makes of licences and advisories, and when an explanation counts."""

import json
from email.message import Message
from importlib.metadata import Distribution
from pathlib import Path

import pytest

from scripts.auditing import advisories, licences
from scripts.auditing.finding import Explanation, Finding, idle, read_explanations, unexplained

FOUND = Finding("bandit", "B608", "app/query_log.py")


def _explanation(rule: str = "B608", where: str = "app/*.py") -> Explanation:
    return Explanation(check="bandit", rule=rule, where=where, why="names only")


@pytest.mark.parametrize(
    ("explanation", "left"),
    [(_explanation(), []), (_explanation(rule="B104"), [FOUND]), (_explanation(where="scripts/*.py"), [FOUND])],
)
def test_a_finding_is_explained_by_its_rule_and_place(explanation: Explanation, left: list[Finding]) -> None:
    assert unexplained([FOUND], [explanation]) == left


def test_an_explanation_of_nothing_is_idle_once_its_check_ran() -> None:
    assert idle([_explanation()], [], ["bandit"]) == [_explanation()]
    assert idle([_explanation()], [], ["licences"]) == []
    assert idle([_explanation()], [FOUND], ["bandit"]) == []


def test_every_explanation_says_why() -> None:
    assert all(len(explanation.why.split()) > 4 for explanation in read_explanations())


@pytest.mark.parametrize(
    ("licence", "names"),
    [
        ("MIT", {"MIT"}),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", {"MPL-2.0", "Apache-2.0", "MIT"}),
    ],
)
def test_each_name_of_an_expression_counts(licence: str, names: set[str]) -> None:
    assert licences.names_in(licence) == names


class _Package(Distribution):
    def __init__(self, *fields: tuple[str, str]) -> None:
        self._message = Message()
        for name, value in fields:
            self._message[name] = value

    @property
    def metadata(self) -> Message:  # type: ignore[override]  # what it really is
        return self._message

    def read_text(self, filename: str) -> str | None:
        return None

    def locate_file(self, path: object) -> Path:
        return Path(str(path))


CLASSIFIED = ("Classifier", "License :: OSI Approved :: ISC License (ISCL)")


@pytest.mark.parametrize(
    ("fields", "licence"),
    [
        ([("License-Expression", "MIT"), ("License", "a long text"), CLASSIFIED], "MIT"),
        ([("License", "Apache 2.0\nand its text")], "Apache-2.0"),
        ([("Classifier", "Topic :: Text"), CLASSIFIED], "ISC"),
        ([], "none declared"),
    ],
)
def test_a_package_s_licence_is_read_from_the_newest_field_that_it_fills(
    fields: list[tuple[str, str]], licence: str
) -> None:
    assert licences.licence_of(_Package(*fields)) == licence


def test_the_licences_of_the_base_install_are_allowed_or_explained() -> None:
    assert unexplained(licences.check("merchant-faq-search"), read_explanations()) == []
    assert "starlette" in licences.installed("fastapi"), "what a package needs counts too"


@pytest.fixture
def constraints(tmp_path: Path) -> Path:
    path = tmp_path / "constraints.txt"
    path.write_text("# torch==1.0 in a comment\nA_Package==1.5\nother==2.0\n")
    return path


@pytest.mark.parametrize(("affected", "found"), [("<1.6", True), (">=1.0,<1.5", False), ("<=1.5", True)])
def test_an_advisory_is_found_where_the_pinned_version_is_affected(
    constraints: Path, affected: str, found: bool
) -> None:
    known = {"a-package": [{"id": "GHSA-1", "v": affected, "advisory": "It leaks."}], "absent": [{"v": ">0"}]}
    assert [f.rule for f in advisories.check(known, constraints)] == ["GHSA-1"] * found


def test_advisories_other_than_the_known_ones_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "db.json").write_text(json.dumps({}))
    monkeypatch.setattr(advisories, "distribution", lambda _: _Package())
    monkeypatch.setattr(advisories, "DATA", str(tmp_path / "db.json"))
    with pytest.raises(advisories.AdvisoriesUnknown, match="is not the known one"):
        advisories.known()
