"""The model that the settings choose, and which generations can be searched with it."""

from dataclasses import dataclass
from pathlib import Path

from app.encoders.model_folder import CARD
from app.errors import IndexIncompatible
from app.manifest import Manifest

HASHING = "hashing"
"""What the setting, and the fingerprint, of the hashing encoder begin with: it has no files."""


@dataclass(frozen=True, slots=True)
class ChosenModel:
    """`name` is the setting; `second` the second encoder's fingerprint, None without one; `built` holds models."""

    name: str
    second: str | None
    built: Path

    def require_same(self, manifest: Manifest) -> None:
        """Raises IndexIncompatible for a generation of another model, or of another second encoder.

        The name may be a folder's, and whoever asks whether the service is ready is told: it is not in the message.
        """
        if manifest.fingerprint.startswith(HASHING) != (self.name == HASHING):
            raise IndexIncompatible(
                f"Generation {manifest.generation} was built with model {manifest.fingerprint}, not with FAQ_MODEL's. "
                "Run `faq ingest` with the model that shall serve, or set FAQ_MODEL to the index's."
            )
        if self.second and manifest.second != self.second:
            raise IndexIncompatible(
                f"Generation {manifest.generation} was built with second encoder {manifest.second or 'none'}, not "
                f"with {self.second}. Run `faq ingest`, or set FAQ_SECOND_ENCODER."
            )

    def require_there(self, manifest: Manifest) -> None:
        """As `require_same`; raises IndexIncompatible too where the generation's model is not on disk."""
        self.require_same(manifest)
        card = self.built / manifest.fingerprint / CARD
        if self.name != HASHING and not card.is_file():
            told = f"{card} is missing: the model of generation {manifest.generation} is not there. Run `faq ingest`."
            raise IndexIncompatible(told, card)
