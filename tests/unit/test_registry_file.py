"""The registry's file: changed by one at a time, and whole."""

import os
import stat
from pathlib import Path

import pytest

from app.corpus.registry_file import LockedRegistry, changing
from app.errors import RegistryError

TEXT = '[[merchants]]\nid = "shop"\nname = "Shop"\n[[merchants.documents]]\npath = "faq.txt"\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "merchants.toml"
    path.write_text(TEXT)
    return path


def test_a_changed_file_keeps_its_mode_and_its_link(file: Path, tmp_path: Path) -> None:
    kept = file.rename(tmp_path / "kept.toml")
    kept.chmod(0o640)
    file.symlink_to("kept.toml")
    with changing(tmp_path) as registry:
        registry.replace("# new\n")
    assert (file.readlink(), kept.read_text()) == (Path("kept.toml"), "# new\n")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept.toml", "merchants.toml"]


def test_a_mark_of_the_encoding_is_no_text(file: Path, tmp_path: Path) -> None:
    file.write_text(TEXT, encoding="utf-8-sig")
    with changing(tmp_path) as registry:
        assert registry.text == TEXT


def test_two_do_not_change_it_at_the_same_time(file: Path, tmp_path: Path) -> None:
    with (
        changing(tmp_path),
        pytest.raises(RegistryError, match=r"Another command is changing a list .* Nothing was changed"),
    ):
        _opened(tmp_path)


def test_what_an_editor_saved_meanwhile_is_not_overwritten(file: Path, tmp_path: Path) -> None:
    with changing(tmp_path) as registry:
        file.write_text("# theirs\n")
        with pytest.raises(RegistryError, match="by somebody else just now"):
            registry.replace("# ours\n")
    assert file.read_text() == "# theirs\n"


def test_a_disk_that_fails_leaves_the_file_as_it_was(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space"), changing(tmp_path) as registry:
        registry.replace("# new\n")
    assert [path.name for path in tmp_path.iterdir()] == ["merchants.toml"]
    assert file.read_text() == TEXT


def test_a_file_of_another_s_is_changed_all_the_same(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "fchown", refuse)
    with changing(tmp_path) as registry:
        registry.replace("# new\n")
    assert file.read_text() == "# new\n"


def test_a_corpus_that_is_no_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match=r"gone cannot be opened as a folder \(No such file"):
        _opened(tmp_path / "gone")


def test_a_registry_that_does_not_add_up_is_not_changed(file: Path, tmp_path: Path) -> None:
    file.write_text("[[merchants]]\n")
    with pytest.raises(RegistryError, match=r"merchants.toml:1: id None .* Nothing was changed"):
        _opened(tmp_path)


def _opened(corpus: Path) -> LockedRegistry:
    with changing(corpus) as registry:
        return registry
