"""What a generation says about itself: counts, checksums, model. Written last, checked first."""

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.errors import IndexCorrupt, IndexIncompatible

FORMAT_VERSION = 5
FILE_NAME = "manifest.json"
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
        """Into `folder`, readable by people."""
        text = json.dumps(dataclasses.asdict(self), ensure_ascii=False, indent=2, sort_keys=True)
        (folder / FILE_NAME).write_text(text + "\n", encoding="utf-8")

    def verify(self, folder: Path) -> None:
        """Raises IndexCorrupt, naming the file, unless every file is there with the checksum noted."""
        for name, expected in self.files.items():
            if not (folder / name).is_file():
                raise IndexCorrupt(f"{folder / name} is missing. {_REMEDY}")
            if checksum(folder / name) != expected:
                raise IndexCorrupt(f"{folder / name} does not match its checksum. {_REMEDY}")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a generation's folder.

    Raises IndexCorrupt where it is missing or not one, IndexIncompatible where its format version is another.
    """
    path = folder / FILE_NAME
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        version = told["format_version"]
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise IndexCorrupt(f"{path} is missing or not a manifest. {_REMEDY}") from exc
    if version != FORMAT_VERSION:
        raise IndexIncompatible(f"{path} has format {version!r}; this program reads {FORMAT_VERSION}. {_REMEDY}")
    try:
        manifest = Manifest(**told)
        files = dict(manifest.files)
        return dataclasses.replace(manifest, files=files)
    except (TypeError, ValueError) as exc:
        raise IndexCorrupt(f"{path} is not a manifest of format {FORMAT_VERSION}. {_REMEDY}") from exc


def checksum(path: Path) -> str:
    """`sha256:` and the hexadecimal digest of a file."""
    with path.open("rb") as file:
        return "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()
