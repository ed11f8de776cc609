"""Becomes a command inside a stage's folder, as docker would start it; runs in mount and process namespaces of its own.

Started by `sandbox.py` under `unshare`, with the plan as JSON in its only argument, and with the standard library only.
"""

import json
import os
import subprocess
import sys
from typing import Any


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True)  # noqa: S603, S607 - the plan is our own


def _bind(source: str, target: str, *, writable: bool) -> None:
    _mount("--bind", source, target)
    if not writable:
        _mount("-o", "remount,bind,ro", target)


def _enter(plan: dict[str, Any]) -> None:  # Any: JSON
    root = plan["root"]
    _bind(root, root, writable=True)  # so that it is a mount, which can be made read-only
    for source, inside, writable in plan["binds"]:
        _bind(source, root + inside, writable=writable)
    _mount("--rbind", "/dev", f"{root}/dev")
    _mount("-t", "proc", "proc", f"{root}/proc")
    if plan["read_only"]:  # as `docker run --read-only --tmpfs /tmp`
        _mount("-t", "tmpfs", "-o", "mode=1777", "tmpfs", f"{root}/tmp")  # noqa: S108 - the container's own
        _mount("-o", "remount,bind,ro", root)
    os.chroot(root)
    os.chdir(plan["workdir"])
    os.setgroups([])
    os.setgid(plan["group"])
    os.setuid(plan["user"])
    os.environ.clear()
    os.environ.update(plan["environment"])
    os.execvp(plan["command"][0], plan["command"])  # noqa: S606 - the command that was asked for


if __name__ == "__main__":
    _enter(json.loads(sys.argv[1]))
