"""The licences of what the base install brings, as its packages declare them."""

import re
from collections.abc import Iterator
from email.message import Message
from importlib.metadata import Distribution, distribution
from typing import cast

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts.auditing.finding import Finding

CHECK = "licences"

ALLOWED = frozenset(
    {
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CC0-1.0",
        "ISC",
        "MIT",
        "MIT-0",
        "PSF-2.0",
        "Unlicense",
        "Zlib",
    }
)
"""SPDX names: who keeps the notices may do what this project does with them."""

_SPDX = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
}
"""What packages write that do not write SPDX."""


def installed(name: str) -> dict[str, Distribution]:
    """A package and all that it needs, without extras, as they are installed here."""
    found: dict[str, Distribution] = {}
    wanted = [name]
    while wanted:
        key = canonicalize_name(wanted.pop())
        if key not in found:
            found[key] = distribution(key)
            wanted += [r.name for r in map(Requirement, found[key].requires or ()) if not r.marker or _applies(r)]
    return found


def _applies(requirement: Requirement) -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": ""})


def licence_of(package: Distribution) -> str:
    """What the package declares, in SPDX where it can be told: by the newest field that it fills in."""
    told = cast("Message", package.metadata)  # what it is, and all of whose methods are wanted
    declared = told.get("License-Expression") or (told.get("License") or "").partition("\n")[0]
    classified = [c.rpartition(" :: ")[2] for c in told.get_all("Classifier", []) if c.startswith("License")]
    return (
        _SPDX.get(declared, declared) or " AND ".join(_SPDX.get(name, name) for name in classified) or "none declared"
    )


def names_in(licence: str) -> set[str]:
    """The SPDX names of an expression; of alternatives each one, as each may be what applies."""
    return {part for part in re.split(r"\s+(?:AND|OR)\s+|[()]", licence) if part.strip()}


def check(name: str) -> Iterator[Finding]:
    """A finding for each licence that is not among the allowed ones."""
    for package, told in sorted(installed(name).items()):
        for licence in sorted(names_in(licence_of(told)) - ALLOWED):
            yield Finding(CHECK, licence, package)
