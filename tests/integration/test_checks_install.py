"""Whether an install is sound, judged by the metadata of packages made up for it."""

import sys
from pathlib import Path

import pytest

from app.checks import install
from app.checks.finding import Finding, ok
from app.settings import Settings

SETTINGS = Settings.from_environment({})


def _package(folder: Path, name: str, version: str, *metadata: str) -> None:
    """As pip would leave it, with one module of the package's name."""
    info = folder / f"{name}-{version}.dist-info"
    info.mkdir()
    told = ("Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *metadata)
    (info / "METADATA").write_text("\n".join(told) + "\n")
    (info / "top_level.txt").write_text(f"{name}\n")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of packages, among them what the service is taken for."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(install, "DISTRIBUTION", "made_up_service")
    return tmp_path


def _found(site: Path, *metadata: str) -> list[Finding]:
    _package(site, "made_up_service", "1.0", *metadata)
    return list(install.check(SETTINGS))


def test_a_service_that_is_not_installed_is_a_problem(site: Path) -> None:
    (found,) = install.check(SETTINGS)
    assert found.status == "problem"
    assert found.told == f"made_up_service is not installed in {sys.prefix}."


def test_what_is_installed_as_needed_is_ok(site: Path) -> None:
    _package(site, "made_up_library", "2.1")
    (site / "made_up_library.py").write_text("")
    python, packages = _found(site, "Requires-Python: >=3.11", "Requires-Dist: made_up_library>=2")
    assert python.told.endswith("(>=3.11 is needed)")
    assert packages == ok("all 1 packages that serving needs")


def test_an_old_python_is_a_problem(site: Path) -> None:
    python, _ = _found(site, "Requires-Python: >=99")
    assert python.status == "problem"
    assert ">=99 is needed" in python.told


@pytest.mark.parametrize(
    ("requirement", "complaint"),
    [
        ("made_up_nowhere", "The package made_up_nowhere is not installed."),
        ("made_up_library>=3", "The package made_up_library is 2.1, not >=3."),
        ("made_up_library>=2", "The package made_up_library cannot be imported: no such instruction."),
    ],
)
def test_a_package_that_cannot_be_used_is_a_problem_with_its_remedy(
    site: Path, requirement: str, complaint: str
) -> None:
    _package(site, "made_up_library", "2.1")
    (site / "made_up_library.py").write_text("raise OSError('no such instruction')")
    sys.modules.pop("made_up_library", None)
    _, found = _found(site, "Requires-Python: >=3.11", f"Requires-Dist: {requirement}")
    remedy = f"Run `{sys.executable} -m pip install '{requirement}'`."
    assert found == Finding("problem", complaint, remedy)


def test_one_bad_package_does_not_hide_the_next(site: Path) -> None:
    _, *found = _found(site, "Requires-Python: >=3", "Requires-Dist: made_up_one", "Requires-Dist: made_up_two")
    assert [each.told.split()[2] for each in found] == ["made_up_one", "made_up_two"]


def test_a_package_that_this_machine_does_not_need_is_left_out(site: Path) -> None:
    _, found = _found(site, "Requires-Python: >=3", 'Requires-Dist: made_up_nowhere; sys_platform == "amiga"')
    assert found == ok("all 0 packages that serving needs")


def test_an_extra_that_is_absent_is_no_problem(site: Path) -> None:
    extra = ("Provides-Extra: ingest", 'Requires-Dist: made_up_nowhere>=1; extra == "ingest"')
    *_, found = _found(site, "Requires-Python: >=3", *extra)
    told = "extra ingest: not complete (made_up_nowhere is not installed); `pip install '.[ingest]'` adds it"
    assert found == ok(told)


def test_an_extra_of_another_version_is_a_warning(site: Path) -> None:
    _package(site, "made_up_library", "2.1")
    extra = ("Provides-Extra: ingest", 'Requires-Dist: made_up_library>=3; extra == "ingest"')
    *_, found = _found(site, "Requires-Python: >=3", *extra)
    assert found.status == "warning"
    assert "(made_up_library is 2.1, not >=3)" in found.told


def test_an_extra_that_is_there_is_ok(site: Path) -> None:
    _package(site, "made_up_library", "2.1")
    extra = ("Provides-Extra: ingest", 'Requires-Dist: made_up_library; extra == "ingest"')
    *_, found = _found(site, "Requires-Python: >=3", *extra)
    assert found == ok("extra ingest: complete")
