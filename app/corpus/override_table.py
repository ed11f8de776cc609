"""One table of `overrides.toml`, read key by key; whatever is wrong with it is told with its line."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NoReturn

from app.errors import OverrideError
from app.text import printable

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_SHOWN = 100


@dataclass(frozen=True, slots=True)
class OverrideTable:
    """The table of `kind` whose header stands at `where`, a file and a line."""

    kind: str
    where: str
    values: Mapping[str, object]

    def require_keys(self, known: Collection[str]) -> None:
        """Raises OverrideError for a key that is not `known`."""
        if unknown := sorted(self.values.keys() - set(known)):
            self.fail(f"unknown key {shown(unknown[0])}; [[{self.kind}]] knows {', '.join(sorted(known))}")

    def text(self, key: str, longest: int) -> str:
        """A text that must be there, without white space around it."""
        text = self.given(key, longest)
        if text is None:
            self.fail(f"[[{self.kind}]] lacks {key}; give a text")
        return text

    def given(self, key: str, longest: int) -> str | None:
        """A text, None where there is none."""
        value = self.values.get(key)
        return None if value is None else self._checked(key, value, longest)

    def texts(self, key: str, *, most: int, longest: int) -> tuple[str, ...]:
        """Different texts, one at least."""
        values = self.values.get(key)
        if not isinstance(values, list) or not 1 <= len(values) <= most:
            self.fail(f"{key} is {shown(values)}; give an array of 1 to {most} texts")
        return tuple(dict.fromkeys(self._checked(key, value, longest) for value in values))

    def language(self) -> str | None:
        """An ISO 639 code, None where there is none."""
        language = self.given("language", _SHOWN)
        if language is not None and not _LANGUAGE.fullmatch(language):
            self.fail(f'language {shown(language)} is not an ISO 639 code such as "en"')
        return language

    def fail(self, problem: str) -> NoReturn:
        """Raises OverrideError."""
        raise OverrideError(f"{self.where}: {problem}.")

    def _checked(self, key: str, value: object, longest: int) -> str:
        if not isinstance(value, str) or not value.strip():
            self.fail(f"{key} holds {shown(value)}; give a text that is not blank")
        if len(value) > longest:
            self.fail(f"{key} has a text of {len(value):,} characters; give at most {longest:,}")
        if value != printable(value):
            self.fail(f"{key} holds a control character or an override of the direction of writing; remove it")
        return value.strip()


def shown(value: object) -> str:
    """A value in a message, which is not to be as long as a file may be."""
    return repr(value)[:_SHOWN]
