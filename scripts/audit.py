"""`make audit`: advisories, licences, secrets, risky code; a finding that stays is explained in `explained.toml`.

With names of checks it makes those only: `python -m scripts.audit licences` needs none of the tools.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from scripts.auditing import advisories, licences, tools
from scripts.auditing.finding import Finding, idle, read_explanations, unexplained

ROOT = Path(__file__).parents[1]
CONSTRAINTS = ROOT / "constraints.txt"


def _advisories() -> Iterable[Finding]:
    known, pinned = advisories.known(), dict(advisories.pins(CONSTRAINTS))
    about = sum(len(known.get(name, ())) for name in pinned)
    print(f"advisories: {len(pinned)} pinned packages, {about} entries about them, none newer than {advisories.AS_OF}")
    return advisories.check(known, CONSTRAINTS)


def _licences() -> Iterable[Finding]:
    print(f"licences: {len(licences.installed('merchant-faq-search'))} packages of the base install")
    return licences.check("merchant-faq-search")


CHECKS: Mapping[str, Callable[[], Iterable[Finding]]] = {
    "advisories": _advisories,
    "licences": _licences,
    "bandit": tools.bandit,
    "secrets": tools.secrets,
    "hadolint": tools.hadolint,
}


def main() -> int:
    """Exit code 1 where a finding is not explained, or an explanation has nothing to explain."""
    parser = argparse.ArgumentParser(description="Audits the project: each finding is mended or explained.")
    parser.add_argument("checks", nargs="*", choices=[*CHECKS, []], help="those to make (default: all)")
    wanted = parser.parse_args().checks or list(CHECKS)
    explanations = read_explanations()
    findings = [finding for name in wanted for finding in CHECKS[name]()]
    open_, over = unexplained(findings, explanations), idle(explanations, findings, wanted)
    for name in wanted:
        found = [finding for finding in findings if finding.check == name]
        print(f"{name}: {len(found)} found, {len([f for f in found if f not in open_])} of them explained")
    for finding in open_:
        print(f"NOT EXPLAINED  {finding.check} {finding.rule} {finding.where}  {finding.told}")
    for explanation in over:
        print(f"NOT FOUND ANY MORE  {explanation.check} {explanation.rule} {explanation.where}: remove its explanation")
    return int(bool(open_ or over))


if __name__ == "__main__":
    sys.exit(main())
