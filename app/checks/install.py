"""Whether Python and the installed packages are those that the project's own metadata asks for."""

import platform
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, metadata, packages_distributions, version

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from app.checks.finding import Finding, ok, problem, warning
from app.settings import Settings

DISTRIBUTION = "merchant-faq-search"


def check(_: Settings) -> Iterator[Finding]:
    """Python; each package that serving needs, imported; for each extra what it lacks, which is no problem."""
    try:
        told = metadata(DISTRIBUTION)
    except PackageNotFoundError:
        yield problem(f"{DISTRIBUTION} is not installed in {sys.prefix}.", "Run `pip install .` in its folder.")
        return
    requirements = [Requirement(line) for line in told.get_all("Requires-Dist", [])]
    yield _python(SpecifierSet(told["Requires-Python"]))
    yield from _needed([requirement for requirement in requirements if _applies(requirement)])
    for extra in told.get_all("Provides-Extra", []):
        added = [one for one in requirements if not _applies(one) and _applies(one, extra)]
        yield _extra(extra, [f"{one.name} {lack}" for one in added if (lack := _lack(one))])


def _applies(requirement: Requirement, extra: str = "") -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": extra})


def _python(supported: SpecifierSet) -> Finding:
    running = platform.python_version()
    if supported.contains(running, prereleases=True):
        return ok(f"Python {running} ({supported} is needed)")
    return problem(f"Python is {running}; {supported} is needed.", "Install a newer one; `make PYTHON=...` names it.")


def _needed(requirements: Sequence[Requirement]) -> Iterator[Finding]:
    modules = _modules()
    lacks = {one: lack for one in requirements if (lack := _lack(one) or _import_failure(one.name, modules))}
    for one, lack in lacks.items():
        yield problem(
            f"The package {one.name} {lack}.", f"Run `{sys.executable} -m pip install '{one.name}{one.specifier}'`."
        )
    if not lacks:
        yield ok(f"all {len(requirements)} packages that serving needs")


def _lack(requirement: Requirement) -> str | None:
    try:
        installed = version(requirement.name)
    except PackageNotFoundError:
        return "is not installed"
    if requirement.specifier.contains(installed, prereleases=True):
        return None
    return f"is {installed}, not {requirement.specifier}"


def _import_failure(package: str, modules: Mapping[str, Sequence[str]]) -> str | None:
    for module in modules.get(canonicalize_name(package), ()):
        try:
            import_module(module)
        except Exception as exc:  # noqa: BLE001 - whatever a broken package does, it is what is wrong with it
            return f"cannot be imported: {exc}"
    return None


def _modules() -> Mapping[str, Sequence[str]]:
    """The modules of every installed package; only the one of its own name where there is such a one."""
    found = defaultdict[str, list[str]](list)
    for module, packages in packages_distributions().items():
        for package in packages if module.isidentifier() and not module.startswith("_") else ():
            found[canonicalize_name(package)].append(module)
    own = {package: package.replace("-", "_") for package in found}
    return {package: [own[package]] if own[package] in modules else modules for package, modules in found.items()}


def _extra(extra: str, lacks: Sequence[str]) -> Finding:
    if not lacks:
        return ok(f"extra {extra}: complete")
    told = f"extra {extra}: not complete ({', '.join(lacks)}); `pip install '.[{extra}]'` adds it"
    return warning(told) if any("not installed" not in lack for lack in lacks) else ok(told)
