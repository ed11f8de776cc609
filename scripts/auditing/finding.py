"""What an audit finds, and the reasons for which some of it stays: `explained.toml`."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

EXPLAINED = Path(__file__).with_name("explained.toml")


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check has against something: by which rule, and where (a file, or a package)."""

    check: str
    rule: str
    where: str
    told: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why findings of a rule stay; `where` may hold `*`."""

    check: str
    rule: str
    where: str
    why: str

    def explains(self, finding: Finding) -> bool:
        """Whether it is about this finding."""
        same = (self.check, self.rule) == (finding.check, finding.rule)
        return same and fnmatchcase(finding.where, self.where)


def read_explanations(path: Path = EXPLAINED) -> tuple[Explanation, ...]:
    """Those that the project gives."""
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(Explanation(**entry) for entry in told["explained"])


def unexplained(findings: Iterable[Finding], explanations: Sequence[Explanation]) -> list[Finding]:
    """Findings that nothing explains."""
    return [finding for finding in findings if not any(e.explains(finding) for e in explanations)]


def idle(explanations: Iterable[Explanation], findings: Sequence[Finding], checks: Iterable[str]) -> list[Explanation]:
    """Explanations, of the checks that ran, of something that is not found any more."""
    ran = set(checks)
    return [e for e in explanations if e.check in ran and not any(map(e.explains, findings))]
