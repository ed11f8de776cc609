"""Checks that others' tools make: bandit (code), detect-secrets (tracked files), hadolint (the Dockerfile)."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts.auditing.finding import Finding

ROOT = Path(__file__).parents[2]


def bandit() -> Iterator[Finding]:
    """What bandit has against the code, from medium severity on.

    The same rules and those of low severity are ruff's S, in `make check`, where an exception has its reason beside it.
    """
    told = _told("bandit", "--quiet", "--severity-level", "medium", "--format", "json", "--recursive", "app", "scripts")
    for result in told["results"]:
        where = result["filename"].removeprefix("./")
        yield Finding("bandit", result["test_id"], where, f"line {result['line_number']}: {result['issue_text']}")


def secrets() -> Iterator[Finding]:
    """What looks like a secret in a tracked file."""
    for file, results in _told("detect-secrets", "scan")["results"].items():
        for result in results:
            yield Finding("secrets", result["type"], file, f"line {result['line_number']}")


def hadolint() -> Iterator[Finding]:
    """What hadolint has against the Dockerfile."""
    for result in _told("hadolint", "--format", "json", "Dockerfile"):
        yield Finding("hadolint", result["code"], result["file"], f"line {result['line']}: {result['message']}")


def _told(tool: str, *arguments: str) -> Any:  # Any: JSON
    """A tool's report; it exits with 1 where it found something."""
    command = [str(Path(sys.executable).with_name(tool)), *arguments]
    ended = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)  # noqa: S603 - named above
    if ended.returncode not in {0, 1}:
        raise RuntimeError(f"{tool} failed:\n{ended.stderr}")
    return json.loads(ended.stdout)
