"""Languages: of documents (langdetect, seeded) and of short queries (py3langid, held to the query's scripts)."""

import logging
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from app.shop_languages import BY_SCRIPT

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Detection:
    """An ISO 639-1 code, or None where nothing could be told, and the detector's probability for it."""

    language: str | None
    confidence: float


DetectLanguage = Callable[[str], Detection]


def detect_document_language(text: str) -> Detection:
    """The language of running text. Deterministic: langdetect samples at random, so it is seeded."""
    import langdetect  # noqa: PLC0415 - deferred: only ingestion needs it, and the serve-only install leaves it out

    langdetect.DetectorFactory.seed = 0
    try:
        best = langdetect.detect_langs(text)[0]
    except langdetect.LangDetectException:  # no letters at all
        return Detection(None, 0.0)
    return Detection(best.lang.split("-")[0], round(best.prob, 4))


_LEAST_CONFIDENCE = 0.4
"""Of the plausible languages' share: below it, a wrong language is as likely as a right one."""


class QueryLanguage:
    """Tells the language of a short query; None where it cannot be told. A call takes about 0.1 ms.

    Its model is unpacked into a temporary file of 68 MB. Where there is no room for that, a language is told by the
    script alone.
    """

    def __init__(self) -> None:
        from py3langid import langid  # noqa: PLC0415 - its model takes a moment to load

        groups = (languages for languages in BY_SCRIPT.values() if len(languages) > 1)
        try:
            whole = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
            self._among = {languages: _restricted(whole, languages) for languages in groups}
        except OSError as exc:
            _log.warning("Queries' languages are told by their script alone: %s", exc)
            self._among = {}

    def __call__(self, query: str) -> str | None:
        """The query's ISO 639-1 code, or None."""
        plausible = BY_SCRIPT.get(_script(query), ())
        if len(plausible) < 2:
            return plausible[0] if plausible else None
        if not self._among:
            return None
        language, share = self._among[plausible].classify(query.casefold())
        return str(language) if share >= _LEAST_CONFIDENCE else None


def _restricted(whole: "LanguageIdentifier", languages: Sequence[str]) -> "LanguageIdentifier":
    """The same model, weighing these languages only: a quarter of the time."""
    restricted = copy(whole)
    restricted.set_languages(languages)
    return restricted


def _script(text: str) -> str:
    """The script of most letters; kana anywhere means Japanese, since half of its text is written in Han."""
    scripts = Counter(filter(None, map(_script_of, text)))
    if kana := [script for script in ("HIRAGANA", "KATAKANA") if script in scripts]:
        return kana[0]
    return max(scripts, key=lambda script: scripts[script], default="")


@lru_cache(1 << 12)
def _script_of(character: str) -> str:
    """The script of a letter, blank for any other character."""
    return unicodedata.name(character, "").split(" ")[0] if character.isalpha() else ""
