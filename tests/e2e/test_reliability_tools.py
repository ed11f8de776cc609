"""`scripts/reliability/kill_loop.py` and `byte_flips.py` in their shortest form, with the hashing encoder."""

import re
import signal
from pathlib import Path

import pytest

from app.generations import current_folder
from app.index_folder import switch
from app.manifest import Manifest
from app.wiring import ingestion
from scripts.reliability import byte_flips, kill_loop
from scripts.reliability.children import in_child
from scripts.reliability.damages import HEADER, STRIDE, damages
from scripts.reliability.kill_places import Place, hashing
from scripts.reliability.steps import record

pytestmark = pytest.mark.soak  # tools of ours, and dozens of ingestions: not in the quick run

Captured = pytest.CaptureFixture[str]


def test_killed_ingestions_leave_the_old_or_the_new_generation(capsys: Captured) -> None:
    assert kill_loop.main(["--kills", "6", "--starts", "1"]) == 0
    (every,) = re.findall(r"\| all \| (.+) \|", capsys.readouterr().out)
    kills, old, new, *others = map(int, every.split(" | "))
    assert (kills, old + new, others) == (6, 6, [0, 0, 1])


def test_a_publication_that_is_not_atomic_is_found_out(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    """A planted fault: the generation is served before it is written."""
    made = Manifest.write

    def switched(manifest: Manifest, folder: Path) -> None:
        switch(folder.parents[1], manifest.generation)
        made(manifest, folder)

    monkeypatch.setattr(Manifest, "write", switched)
    assert kill_loop.main(["--kills", "4", "--starts", "0", "--seed", "1"]) == 1
    told = " ".join(capsys.readouterr().err.split())
    assert "corrupt: " in told
    assert "CURRENT names" in told


def test_damages_are_found_and_named(capsys: Captured) -> None:
    assert byte_flips.main(["--small", "--every", "600", "--starts", "0"]) == 0
    out = capsys.readouterr().out
    assert {"passages.jsonl", "manifest.json", "manifest.sha256", "nearest.index", "CURRENT"} <= {
        line.split(" | ")[0].removeprefix("| ") for line in out.splitlines()
    }


def test_a_file_that_nobody_checks_is_found_out(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    """A planted fault: checksums are not looked at."""
    monkeypatch.setattr(Manifest, "verify", lambda *_: None)
    assert byte_flips.main(["--small", "--every", "1500", "--starts", "0"]) == 1
    assert "Error: passages.jsonl, flip: not found" in capsys.readouterr().err


def test_a_file_is_damaged_at_each_byte_of_its_head_and_then_here_and_there() -> None:
    content = bytes(HEADER + 2 * STRIDE)
    flips = [damage.left for damage in damages(content, b"other") if damage.kind == "flip"]
    changed = [next(place for place, byte in enumerate(left or b"") if byte) for left in flips]
    assert changed == [*range(HEADER), HEADER, HEADER + STRIDE]


def test_a_child_that_is_killed_or_fails_is_told_apart() -> None:
    assert in_child(lambda: {"a": 1}).told == {"a": 1}
    assert "ZeroDivisionError" in in_child(lambda: 1 // 0).trouble
    assert in_child(signal.pause, kill_after=0.01).killed


def test_every_file_is_on_disk_before_a_generation_has_its_name_and_current_comes_last(tmp_path: Path) -> None:
    place = hashing(tmp_path)
    steps = in_child(lambda: _steps(place)).told
    named, switched = steps.index("rename generations/.new-<id>"), steps.index("rename .CURRENT.new")
    written = {step.removeprefix("write ") for step in steps if step.startswith("write generations/.new-<id>/")}
    synced = {step.removeprefix("sync ") for step in steps[:named]}
    kept = {path.name for path in current_folder(place.references[0]).iterdir()}
    assert {f"generations/.new-<id>/{name}" for name in kept} <= written & synced
    assert named < switched
    assert steps[switched:] == ["rename .CURRENT.new", "sync "]


def _steps(place: Place) -> list[str]:
    index = place.settings.index_dir
    index.mkdir()
    steps = record(index)
    ingestion(place.settings).run(place.corpora[0])
    return steps
