"""The service with one of its walls taken down, to see whether `isolation.py` notices."""

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app import cli, search
from app.scope import EVERYTHING, Scope
from app.search import Searcher
from app.suggest import Suggester
from app.view import View


@dataclass(frozen=True, slots=True)
class Fault:
    """What stands in place of an attribute."""

    owner: object
    name: str
    broken: object


def _everything(method: Callable[..., Any]) -> Callable[..., Any]:  # Any: whatever the method takes and gives
    """A method that sees everything, whichever scope it is given beside its first argument."""

    def unlimited(self: object, first: str, _: Scope = EVERYTHING, **given: object) -> Any:  # Any: as above
        return method(self, first, **{**given, "scope": EVERYTHING})

    return unlimited


def _unnarrowed(asked: Iterable[str], _: frozenset[str] | None) -> Iterable[str] | None:
    return asked or None


BLIND = "blind"
_catalogue = View.merchants

FAULTS: Mapping[str, Fault] = {
    "search": Fault(search, "narrowed", _unnarrowed),
    "suggest": Fault(Suggester, "suggest", _everything(Suggester.suggest)),
    "passage": Fault(Searcher, "passage", _everything(Searcher.passage)),
    "document": Fault(View, "_shows_documents_of", lambda *_: True),
    "merchants": Fault(View, "merchants", lambda self: _catalogue(View(self.engine, EVERYTHING))),
    "cache": Fault(Scope, "key", ""),
    BLIND: Fault(search, "narrowed", lambda *_: ["nobody"]),
}
"""What each takes down: a filter that is forgotten, or a cache that does not tell callers apart.

Behind the last wall, nobody is shown anything.
"""


def take_down(fault: Fault) -> None:
    """Plants it in this process."""
    setattr(fault.owner, fault.name, fault.broken)


if __name__ == "__main__":
    take_down(FAULTS[sys.argv[1]])
    sys.exit(cli.main(sys.argv[2:]))
