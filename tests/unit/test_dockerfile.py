"""What the Dockerfile promises, as far as it can be told without building it; `make replay-dockerfile` does that."""

from pathlib import Path

import pytest

from scripts.container.context import ignored
from scripts.container.instructions import Stage, read_dockerfile
from scripts.container.replay import Done
from scripts.replay_dockerfile import made_by_make

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def stages() -> tuple[Stage, ...]:
    return read_dockerfile(ROOT / "Dockerfile")


def test_the_first_stage_builds_the_index_with_the_commands_of_make(stages: tuple[Stage, ...]) -> None:
    by_make = Done(ROOT, made_by_make())
    runs = [instruction for instruction in stages[0].instructions if instruction.keyword == "RUN"]
    assert [by_make.covers(run) for run in runs] == [True, True, False]


def test_both_stages_have_the_same_pinned_python(stages: tuple[Stage, ...]) -> None:
    first, second = (stage.image for stage in stages)
    assert first == second
    assert ":" in first


def test_the_image_serves_as_a_user_known_by_number_who_is_not_root(stages: tuple[Stage, ...]) -> None:
    user, group = stages[-1].last("USER").text.split(":")
    assert int(user) > 0
    assert int(group) > 0


def test_the_service_is_process_1_so_that_sigterm_reaches_it(stages: tuple[Stage, ...]) -> None:
    assert stages[-1].last("CMD").words == ("faq", "serve")


def test_the_data_folder_is_the_only_volume(stages: tuple[Stage, ...]) -> None:
    volumes = [i.text for i in stages[-1].instructions if i.keyword == "VOLUME"]
    settings = {name: value for i in stages[-1].instructions if i.keyword == "ENV" for name, value in i.pairs.items()}
    assert volumes == [settings["FAQ_DATA_DIR"]]


@pytest.mark.parametrize("path", [".git/config", ".env", ".venv/bin/python", "index/data/keys.json", "index/CURRENT"])
def test_what_may_hold_a_secret_does_not_get_into_the_image(path: str) -> None:
    assert ignored((ROOT / ".dockerignore").read_text(), path)
