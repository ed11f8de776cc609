"""Whether the served generation is whole."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

from app.checks.finding import Finding, ok, problem
from app.errors import IndexCorrupt
from app.generations import current_folder
from app.manifest import Manifest, read_manifest
from app.settings import Settings


def check(settings: Settings) -> Iterator[Finding]:
    """`CURRENT`, the manifest and its format, every file's checksum. Raises IndexFolderError."""
    folder = current_folder(settings.index_dir)
    manifest = read_manifest(folder)
    counts = ", ".join(f"{count} {name}" for name, count in sorted(manifest.counts.items()))
    yield ok(f"{folder}: {counts}; format {manifest.format_version}, published {manifest.created}")
    damages = [damage for name in manifest.files if (damage := _damage(folder, manifest, name))]
    yield from map(problem, damages)
    if not damages:
        yield ok(f"all {len(manifest.files)} files match their checksums")


def _damage(folder: Path, manifest: Manifest, name: str) -> str | None:
    try:
        dataclasses.replace(manifest, files={name: manifest.files[name]}).verify(folder)
    except IndexCorrupt as exc:
        return str(exc)
    return None
