"""A corpus of many merchants who all write of the same things, each text with a word that only its merchant has."""

import hashlib
import re
from pathlib import Path

_TOPICS = ("delivery", "a refund", "an exchange", "the warranty", "a gift card", "customs")
_LANGUAGES = {
    "en": ("How long does {topic} take at {name}?", "For {topic} please allow {days} days. {canary} is our word."),
    "fr": ("Combien de temps faut-il pour {topic} ?", "Comptez {days} jours pour {topic}. {canary} est notre mot."),
    "de": ("Wie lange dauert {topic} bei uns?", "Für {topic} brauchen wir {days} Tage. {canary} ist unser Wort."),
}
CANARY = re.compile(rb"canary([0-9a-f]{12})")


def merchant_ids(number: int) -> list[str]:
    """The ids of the merchants."""
    return [f"m{n:04}" for n in range(number)]


def name_of(merchant_id: str) -> str:
    """A name that queries may mention: it tells nothing of what the merchant writes."""
    return f"Shop {merchant_id[1:]}"


def canary_of(merchant_id: str) -> str:
    """The word that stands in everything that the merchant's texts and registry entry say, and in no request."""
    return f"canary{hashlib.sha256(merchant_id.encode()).hexdigest()[:12]}"


def document_of(merchant_id: str, language: str) -> str:
    """The path of one of its documents."""
    return f"{merchant_id}/{language}.txt"


def write_corpus(folder: Path, merchants: int) -> None:
    """Three documents of six passages for each merchant."""
    registry = []
    for merchant_id in merchant_ids(merchants):
        canary = canary_of(merchant_id)
        registry.append(
            f'[[merchants]]\nid = "{merchant_id}"\nname = "{name_of(merchant_id)}"\n'
            f'contact = "{canary}@shop.example"\nurl = "https://{canary}.example"\n'
        )
        for language in _LANGUAGES:
            path = document_of(merchant_id, language)
            registry.append(f'[[merchants.documents]]\npath = "{path}"\ntitle = "{canary}"\nlanguage = "{language}"\n')
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(_text(merchant_id, language), encoding="utf-8")
    (folder / "merchants.toml").write_text("".join(registry), encoding="utf-8")


def _text(merchant_id: str, language: str) -> str:
    question, answer = _LANGUAGES[language]
    said = {"name": name_of(merchant_id), "canary": canary_of(merchant_id)}
    days = int(merchant_id[1:]) % 27 + 2
    pairs = (
        f"{question} ({{canary}})\n{answer}\n".format(topic=topic, days=days + place, **said)
        for place, topic in enumerate(_TOPICS)
    )
    return "\n".join(pairs)
