"""The Dockerfile as the replay reads it: known instructions, and what .dockerignore leaves."""

from pathlib import Path

import pytest

from scripts.container.context import files_of, ignored
from scripts.container.instructions import DockerfileError, Instruction, read_dockerfile


def _read(folder: Path, text: str) -> list[Instruction]:
    (folder / "Dockerfile").write_text(text)
    return [instruction for stage in read_dockerfile(folder / "Dockerfile") for instruction in stage.instructions]


def test_a_continued_instruction_is_one_with_the_number_of_its_first_line(tmp_path: Path) -> None:
    told = _read(tmp_path, "FROM a:1 AS one\n# why\nRUN first \\\n    # inside\n    && second\nUSER 1:1\n")
    assert told == [Instruction("RUN", "first && second", 3), Instruction("USER", "1:1", 6)]
    assert told[0].commands == ("first", "second")


def test_each_from_begins_a_stage(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text('FROM a:1 AS one\nRUN x\nFROM b:2 AS two\nRUN y\nCMD ["z"]\n')
    stages = read_dockerfile(tmp_path / "Dockerfile")
    assert [(stage.name, stage.image, len(stage.instructions)) for stage in stages] == [
        ("one", "a:1", 1),
        ("two", "b:2", 2),
    ]
    assert stages[1].last("CMD").words == ("z",)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("FROM a:1 AS one\nADD x y\n", "line 2: ADD is not known here"),
        ("FROM a:1\n", "line 1: FROM needs the form"),
        ("RUN x\n", "line 1: RUN comes before the first FROM"),
    ],
)
def test_what_is_not_known_is_refused_by_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(DockerfileError, match=told):
        _read(tmp_path, text)


def test_a_command_in_shell_form_is_refused_since_signals_would_not_reach_it() -> None:
    with pytest.raises(DockerfileError, match="line 3: CMD needs its command in exec form"):
        _ = Instruction("CMD", "faq serve", 3).words


def test_a_stage_without_the_wanted_instruction_says_so(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text("FROM a:1 AS one\nRUN x\n")
    with pytest.raises(DockerfileError, match="Stage one has no CMD"):
        read_dockerfile(tmp_path / "Dockerfile")[0].last("CMD")


def test_pairs_may_be_quoted() -> None:
    assert Instruction("ENV", 'A=1 b.c="two words"', 1).pairs == {"A": "1", "b.c": "two words"}
    with pytest.raises(DockerfileError, match="needs name=value pairs"):
        _ = Instruction("ENV", "A 1", 1).pairs


PATTERNS = "# all but\n*\n!app\n**/__pycache__\n"


@pytest.mark.parametrize(
    ("path", "out"),
    [
        ("app/x.py", False),
        ("app/api/x.py", False),
        ("application/x.py", True),
        (".git/config", True),
        ("__pycache__/x.pyc", True),
        ("app/api/__pycache__/x.pyc", True),
    ],
)
def test_the_last_pattern_that_fits_decides(path: str, out: bool) -> None:
    assert ignored(PATTERNS, path) is out


def test_copy_takes_a_file_by_its_name_and_a_folder_s_content(tmp_path: Path) -> None:
    (tmp_path / ".dockerignore").write_text("*\n!app\n!a.txt\n**/b.txt\n")
    (tmp_path / "app/in").mkdir(parents=True)
    for name in ("a.txt", "app/in/c.txt", "app/b.txt"):
        (tmp_path / name).touch()
    assert [below for _, below in files_of(tmp_path, "a.txt")] == ["a.txt"]
    assert [below for _, below in files_of(tmp_path, "app")] == ["in/c.txt"]
