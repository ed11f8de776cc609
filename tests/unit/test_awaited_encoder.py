"""The encoder of a model that cannot be loaded at first."""

from collections.abc import Callable

import pytest

from app.encoders.awaited import AwaitedEncoder
from app.encoders.hashing import HashingEncoder
from app.encoders.ports import QueryEncoder
from app.errors import ModelIntegrityError, ModelMissing

HASHING = HashingEncoder()


class Files:
    """A model's files, which may be missing; counts how often they were loaded."""

    def __init__(self) -> None:
        self.there, self.loads = False, 0

    def load(self) -> QueryEncoder:
        self.loads += 1
        if not self.there:
            raise ModelMissing("There is no model.")
        return HASHING


@pytest.fixture
def files() -> Files:
    return Files()


def _awaited(load: Callable[[], QueryEncoder], fingerprint: str = HASHING.fingerprint) -> AwaitedEncoder:
    return AwaitedEncoder(load, fingerprint=fingerprint, dimension=HASHING.dimension)


def test_it_fails_as_loading_does_and_tries_again(files: Files) -> None:
    awaited = _awaited(files.load)
    with pytest.raises(ModelMissing, match="There is no model"):
        awaited.encode_query("refunds")
    files.there = True
    assert awaited.encode_query("refunds").vector.tolist() == HASHING.encode_query("refunds").vector.tolist()


def test_what_is_loaded_stays_loaded(files: Files) -> None:
    files.there = True
    awaited = _awaited(files.load)
    awaited.encode_query("refunds")
    awaited.encode_query("returns")
    assert files.loads == 1


def test_another_model_does_not_take_its_place(files: Files) -> None:
    files.there = True
    with pytest.raises(ModelIntegrityError, match=r"hashing-256-1 stands where another is expected"):
        _awaited(files.load, "another").encode_query("refunds")
