"""Looks at everything that the service needs, and says for each thing what is wrong, where, and what mends it."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import import_module

from app.checks.finding import Finding, problem
from app.checks.settings import check_settings, usable_settings
from app.errors import FaqError
from app.settings import Settings

Check = Callable[[Settings], Iterable[Finding]]

CHECKS = ("install", "corpus", "model", "index", "search", "data_folder", "keys", "machine", "port")
"""Modules of `app.checks` with a `check`, in the order in which they are made.

Each is imported when it is made: a library that is missing is then a finding of those that need it.
"""


@dataclass(frozen=True, slots=True)
class Examined:
    """One check's name and findings."""

    check: str
    findings: tuple[Finding, ...]


def examine(environment: Mapping[str, str]) -> Iterator[Examined]:
    """The settings, then every check, whatever those before have found; `environment` holds the FAQ_* variables."""
    yield Examined("settings", tuple(check_settings(environment)))
    settings, told = usable_settings(environment), dict[str, str]()
    for module in CHECKS:
        name = module.replace("_", " ")
        yield Examined(name, tuple(_once(finding, name, told) for finding in _findings(module, settings)))


def _once(finding: Finding, check: str, told: dict[str, str]) -> Finding:
    """A finding that an earlier check had refers to that; `told` is what was found, and by whom first."""
    first = told.setdefault(finding.told, check)
    return finding if first == check else replace(finding, told=f"fails for the same reason as `{first}`")


def _findings(module: str, settings: Settings) -> Iterator[Finding]:
    """A check's findings up to where it fails, and the failure as one more."""
    try:
        check: Check = import_module(f"app.checks.{module}").check
        yield from check(settings)
    except FaqError as exc:
        yield problem(str(exc))
    except ImportError as exc:
        yield problem(f"Not looked at: {exc}.", _installing(exc, module))
    except Exception as exc:  # noqa: BLE001 - a check that fails must not keep the others from being made
        yield problem(f"Not looked at: {type(exc).__name__}: {exc}")


def _installing(exc: ImportError, module: str) -> str:
    """What `install` looks at includes every package, by the name it is installed by; it may lack one of its own."""
    if module != "install":
        return "Install what `install` names."
    package = (exc.name or "packaging").partition(".")[0]
    return f"Run `{sys.executable} -m pip install {package}`."
