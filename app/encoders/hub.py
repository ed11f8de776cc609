"""Fetches a sentence-transformers model from the Hugging Face hub, or from its cache without the network."""

from collections.abc import Callable
from pathlib import Path

import huggingface_hub

from app.errors import ModelMissing

Download = Callable[..., str]


def fetch(name: str, patterns: list[str], download: Download = huggingface_hub.snapshot_download) -> Path:
    """The folder that holds the files of hub model `name` that match `patterns`; cached ones need no network."""
    try:
        return Path(download(name, allow_patterns=patterns, local_files_only=True))
    except Exception:  # noqa: BLE001, S110 - not in the cache, for which its client has several unrelated errors
        pass
    try:
        return Path(download(name, allow_patterns=patterns))
    except Exception as exc:
        raise ModelMissing(
            f"{name!r} is neither a folder nor a model that the Hugging Face hub gives ({exc}). Set FAQ_MODEL to "
            "`bundled`, to a sentence-transformers folder, or to the name of a model on a hub that can be reached."
        ) from exc
