"""A folder as a container: commands run with it as their root, beside the machine's own system folders, read-only.

Linux and root are needed, for mounts that nobody else sees, a process tree of its own and another uid; no docker.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

SYSTEM = ("usr", "etc", "opt")
"""What stands in for the base image, with Python; `opt` and `etc` are there for pip's configuration."""

PATH = "/base/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


@dataclass(frozen=True, slots=True)
class Bind:
    """A folder of the machine that is seen `inside` a container."""

    source: Path
    inside: str
    writable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """How a command is started: in which root, as whom, with what environment."""

    root: Path
    environment: Mapping[str, str]
    workdir: str = "/"
    user: int = 0
    group: int = 0
    binds: Sequence[Bind] = field(default_factory=tuple)
    read_only: bool = False

    def start(self, command: Sequence[str], *, output: int | None = None) -> subprocess.Popen[str]:
        """The command, running as process 1 of a tree that ends with it."""
        apart = ("unshare", "--mount", "--pid", "--fork", "--kill-child", "--propagation", "private")
        enter = Path(__file__).with_name("enter.py")
        return subprocess.Popen(  # noqa: S603 - what the Dockerfile says
            [*apart, sys.executable, "-I", str(enter), self._plan(command)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            text=True,
        )

    def run(self, command: Sequence[str], *, quiet: bool = False) -> subprocess.CompletedProcess[str]:
        """The command, ended; with what it printed, unless it is `quiet`."""
        with self.start(command, output=subprocess.DEVNULL if quiet else subprocess.PIPE) as process:
            told, _ = process.communicate()
        return subprocess.CompletedProcess(list(command), process.returncode, told or "")

    def _plan(self, command: Sequence[str]) -> str:
        binds = [*base_binds(), *self.binds]
        for bind in binds:
            (self.root / bind.inside.lstrip("/")).mkdir(parents=True, exist_ok=True)
        return json.dumps(
            {
                "root": str(self.root),
                "binds": [(str(bind.source), bind.inside, bind.writable) for bind in binds],
                "read_only": self.read_only,
                "workdir": self.workdir,
                "user": self.user,
                "group": self.group,
                "environment": dict(self.environment),
                "command": list(command),
            }
        )


def base_binds() -> list[Bind]:
    """The machine's system folders and the Python that runs this."""
    system = [Bind(Path("/", name), f"/{name}") for name in SYSTEM if Path("/", name).is_dir()]
    prefix = Path(sys.base_prefix).resolve()
    return system if prefix.is_relative_to("/usr") else [*system, Bind(prefix, str(prefix))]


def lay_base(root: Path) -> None:
    """Makes the folders of an empty root, with `python` on its PATH."""
    for name in ("base/bin", "dev", "proc", "root", "run", "tmp", "var/tmp"):
        (root / name).mkdir(parents=True)
    (root / "tmp").chmod(0o1777)
    for link in (path for path in Path("/").iterdir() if path.is_symlink() and str(path.readlink()).startswith("usr/")):
        (root / link.name).symlink_to(link.readlink())
    real = Path(sys.base_prefix, "bin", f"python{sys.version_info.major}.{sys.version_info.minor}")
    (root / "base/bin/python").symlink_to(real.resolve())


def unusable() -> str:
    """Why no container can be started here; empty where one can."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        return "It needs Linux and root: mounts of its own, and another user to serve as."
    try_it = ["unshare", "--mount", "--pid", "--fork", "true"]
    tried = subprocess.run(try_it, capture_output=True, text=True, check=False)  # noqa: S603 - as above
    return f"It needs the right to mount (CAP_SYS_ADMIN): {tried.stderr.strip()}" if tried.returncode else ""
