"""What a generation says about itself: counts, checksums, model. Written last, checked first."""

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.errors import IndexCorrupt, IndexIncompatible

FORMAT_VERSION = 7
FILE_NAME, SEAL_NAME = "manifest.json", "manifest.sha256"
"""The seal is the manifest's own checksum, as `sha256sum -c manifest.sha256` reads it."""

_REMEDY = "Run `faq ingest` to build the index again."


@dataclass(frozen=True, slots=True)
class Model:
    """Which model a generation's vectors come from; `second` is the second encoder's fingerprint, None without one."""

    name: str
    fingerprint: str
    second: str | None = None

    @property
    def identity(self) -> str:
        """Both fingerprints: two equal ones embed alike."""
        return f"{self.fingerprint}+{self.second}" if self.second else self.fingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """`files` maps each file's name to its SHA-256; `digest` covers passages, settings and model, not vectors."""

    generation: str
    created: str
    digest: str
    model: str
    fingerprint: str
    dimension: int
    index_kind: str
    settings: Mapping[str, object]
    counts: Mapping[str, int]
    second: str | None
    files: Mapping[str, str]
    format_version: int = FORMAT_VERSION

    def write(self, folder: Path) -> None:
        """Into `folder`, readable by people, with the seal beside it."""
        told = json.dumps(dataclasses.asdict(self), ensure_ascii=False, indent=2, sort_keys=True)
        content = f"{told}\n".encode()
        (folder / FILE_NAME).write_bytes(content)
        (folder / SEAL_NAME).write_bytes(_seal(content))

    def verify(self, folder: Path) -> None:
        """Raises IndexCorrupt, naming the file, unless every file is there with the checksum noted."""
        for name, expected in self.files.items():
            path = folder / name
            if not path.is_file():
                raise IndexCorrupt(f"{path} is missing. {_REMEDY}", path)
            if checksum(path) != expected:
                raise IndexCorrupt(f"{path} does not match its checksum. {_REMEDY}", path)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a generation's folder.

    Raises IndexCorrupt where it is missing, not one, or not as it was written, IndexIncompatible where its format
    version is another.
    """
    path = folder / FILE_NAME
    try:
        content = path.read_bytes()
        told = json.loads(content)
        version = told["format_version"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as exc:
        raise IndexCorrupt(f"{path} is missing or not a manifest. {_REMEDY}", path) from exc
    if version != FORMAT_VERSION:
        raise IndexIncompatible(f"{path} has format {version!r}; this program reads {FORMAT_VERSION}. {_REMEDY}", path)
    _check_seal(folder / SEAL_NAME, content)
    return _manifest(path, told)


def _manifest(path: Path, told: Any) -> Manifest:  # Any: JSON as it comes
    try:
        manifest = Manifest(**told)
        if any(Path(name).name != name for name in manifest.files):
            raise ValueError("a file of another folder")
        return dataclasses.replace(manifest, files=dict(manifest.files))
    except (TypeError, ValueError) as exc:
        raise IndexCorrupt(f"{path} is not a manifest of format {FORMAT_VERSION}. {_REMEDY}", path) from exc


def _seal(content: bytes) -> bytes:
    return f"{hashlib.sha256(content).hexdigest()}  {FILE_NAME}\n".encode()


def _check_seal(seal: Path, content: bytes) -> None:
    """Raises IndexCorrupt unless the seal is exactly that of `content`: then neither has changed by a bit."""
    try:
        sealed = seal.read_bytes()
    except OSError as exc:
        raise IndexCorrupt(f"{seal} is missing or cannot be read. {_REMEDY}", seal) from exc
    if sealed != _seal(content):
        path = seal.with_name(FILE_NAME)
        raise IndexCorrupt(f"{path} and {SEAL_NAME} do not match. {_REMEDY}", path)


def checksum(path: Path) -> str:
    """`sha256:` and the hexadecimal digest of a file."""
    with path.open("rb") as file:
        return "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()
