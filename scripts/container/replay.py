"""A Dockerfile's stages carried out without docker: each instruction, in the stage's own folder."""

import os
import re
import shlex
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scripts.container.context import files_of
from scripts.container.instructions import DockerfileError, Instruction, Stage
from scripts.container.sandbox import PATH, Bind, Container, lay_base

_LATER = frozenset({"ARG", "CMD", "EXPOSE", "HEALTHCHECK", "LABEL"})
"""Nothing to do while building. ARG names pip's own variables, which are handed on as the machine has them."""


@dataclass(frozen=True, slots=True)
class Done:
    """A folder where somebody has run some of a stage's commands already, as `make ingest` does."""

    folder: Path
    commands: frozenset[str]

    def covers(self, instruction: Instruction) -> bool:
        """Whether all of a RUN's commands are among them."""
        return self.commands.issuperset(instruction.commands)


@dataclass(slots=True)
class Replay:
    """One stage: its folder, and what its instructions have set so far."""

    stage: Stage
    root: Path
    context: Path
    earlier: Mapping[str, "Replay"]
    done: Done | None = None
    environment: dict[str, str] = field(default_factory=lambda: {"PATH": PATH, "HOME": "/root"})
    workdir: str = "/"
    user: tuple[int, int] = (0, 0)
    volumes: list[str] = field(default_factory=list)

    def build(self) -> None:
        """Carries out every instruction; prints each with its seconds. Raises DockerfileError where one fails."""
        lay_base(self.root)
        carry_out: dict[str, Callable[[Instruction], str]] = {
            "COPY": self._copy,
            "ENV": self._env,
            "RUN": self._run,
            "USER": self._user,
            "VOLUME": self._volume,
            "WORKDIR": self._workdir,
        }
        for instruction in self.stage.instructions:
            began = time.monotonic()
            told = "" if instruction.keyword in _LATER else carry_out[instruction.keyword](instruction)
            print(
                f"{time.monotonic() - began:7.1f} s  {instruction.keyword} {instruction.text[:100]}{told}", flush=True
            )

    def container(self) -> Container:
        """How docker would start a command in what has been built."""
        user, group = self.user
        return Container(root=self.root, environment=self.environment, workdir=self.workdir, user=user, group=group)

    def inside(self, path: str) -> Path:
        """Where a path of the container is on this machine."""
        return self.root / os.path.normpath(f"/{self.workdir}/{path}" if path[:1] != "/" else path).lstrip("/")

    def _env(self, instruction: Instruction) -> str:
        for name, value in instruction.pairs.items():
            self.environment[name] = re.sub(r"\$(\w+)", lambda found: self.environment[found[1]], value)
        return ""

    def _workdir(self, instruction: Instruction) -> str:
        self.workdir = instruction.text
        self.inside(".").mkdir(parents=True, exist_ok=True)
        return ""

    def _user(self, instruction: Instruction) -> str:
        user, _, group = instruction.text.partition(":")
        self.user = int(user), int(group)  # by number: an orchestrator that refuses root can then tell
        return ""

    def _volume(self, instruction: Instruction) -> str:
        self.volumes.append(instruction.text)
        return ""

    def _copy(self, instruction: Instruction) -> str:
        *sources, target = shlex.split(instruction.text)
        if self.done:
            return "  (there already)"
        if sources[0].startswith("--from="):
            stage = self.earlier[sources[0].removeprefix("--from=")]
            shutil.copytree(stage.inside(sources[1]), self.inside(target), symlinks=True, dirs_exist_ok=True)
            return ""
        if sources[0].startswith("--"):
            raise DockerfileError(f"line {instruction.line}: COPY {sources[0]} is not known here.")
        copied = [
            self._copied(file, target, below) for source in sources for file, below in files_of(self.context, source)
        ]
        return f"  ({len(copied)} files)"

    def _copied(self, file: Path, target: str, below: str) -> Path:
        to = self.inside(target) / below
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, to)
        return to

    def _run(self, instruction: Instruction) -> str:
        if self.done and self.done.covers(instruction):
            return "  (make ran it)"
        pip = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
        binds = [Bind(self.done.folder, self.workdir)] if self.done else []
        container = Container(
            root=self.root, environment={**pip, **self.environment}, workdir=self.workdir, binds=binds
        )
        ended = container.run(["/bin/sh", "-c", instruction.text])
        if ended.returncode:
            raise DockerfileError(f"line {instruction.line}: exit code {ended.returncode}\n{ended.stdout}")
        return ""
