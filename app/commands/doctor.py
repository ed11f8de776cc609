"""`faq doctor`."""

import dataclasses
import os

import typer

from app.commands.options import Json, print_json


def doctor(as_json: Json = False) -> None:
    """Check install, settings, corpus, model, index and port, and say what mends each problem."""
    from app.doctor import examine
    from app.printed_findings import print_examined

    examined = examine(os.environ)  # raw: a setting that cannot be used is a finding
    if not as_json:
        healthy = print_examined(examined)
    else:
        findings = [{"check": each.check, **dataclasses.asdict(found)} for each in examined for found in each.findings]
        healthy = all(finding["status"] != "problem" for finding in findings)
        print_json({"healthy": healthy, "findings": findings})
    if not healthy:
        raise typer.Exit(1)
