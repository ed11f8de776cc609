"""A Dockerfile, read strictly: its stages, each a list of instructions; what is not known here is refused."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

KNOWN = frozenset(
    {"ARG", "CMD", "COPY", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "RUN", "USER", "VOLUME", "WORKDIR"}
)

_FROM = re.compile(r"(?P<image>\S+) AS (?P<name>[a-z]+)")
_PAIR = re.compile(r"""([\w.]+)=("[^"]*"|\S*)""")


class DockerfileError(Exception):
    """An instruction that cannot be replayed; the message names its line."""


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction: its keyword, what follows on one line, and the line where it begins."""

    keyword: str
    text: str
    line: int

    @property
    def commands(self) -> tuple[str, ...]:
        """A RUN's commands, each of which has to succeed."""
        return tuple(self.text.split(" && "))

    @property
    def words(self) -> tuple[str, ...]:
        """A command in exec form, such as CMD's or HEALTHCHECK's. Raises DockerfileError for a shell form."""
        form = self.text[self.text.index("[") :] if "[" in self.text else ""
        try:
            return tuple(map(str, json.loads(form)))
        except ValueError as exc:
            raise DockerfileError(f"line {self.line}: {self.keyword} needs its command in exec form.") from exc

    @property
    def pairs(self) -> dict[str, str]:
        """The names and values of an ENV or a LABEL."""
        if _PAIR.sub("", self.text).strip():
            raise DockerfileError(f"line {self.line}: {self.keyword} needs name=value pairs.")
        return {name: value.strip('"') for name, value in _PAIR.findall(self.text)}


@dataclass(frozen=True, slots=True)
class Stage:
    """What follows a FROM; the last stage is the image."""

    name: str
    image: str
    instructions: tuple[Instruction, ...]

    def last(self, keyword: str) -> Instruction:
        """The instruction that counts of those of which the last one does."""
        found = [i for i in self.instructions if i.keyword == keyword]
        if not found:
            raise DockerfileError(f"Stage {self.name} has no {keyword}.")
        return found[-1]


def read_dockerfile(path: Path) -> tuple[Stage, ...]:
    """Its stages, in order. Raises DockerfileError for what is not known here, rather than leaving it out."""
    stages: list[Stage] = []
    inside: list[Instruction] = []
    for instruction in _instructions(path.read_text(encoding="utf-8")):
        if instruction.keyword != "FROM":
            inside.append(instruction)
            continue
        stages, inside = _ended(stages, inside), []
        stages.append(_stage(instruction))
    return tuple(_ended(stages, inside))


def _ended(stages: list[Stage], inside: list[Instruction]) -> list[Stage]:
    if not stages:
        if inside:
            raise DockerfileError(f"line {inside[0].line}: {inside[0].keyword} comes before the first FROM.")
        return []
    return [*stages[:-1], Stage(stages[-1].name, stages[-1].image, tuple(inside))]


def _stage(instruction: Instruction) -> Stage:
    found = _FROM.fullmatch(instruction.text)
    if not found:
        raise DockerfileError(f"line {instruction.line}: FROM needs the form `FROM image:tag AS name`.")
    return Stage(found["name"], found["image"], ())


def _instructions(text: str) -> Iterator[Instruction]:
    for number, line in _joined(text):
        keyword, _, rest = line.partition(" ")
        if keyword not in KNOWN:
            raise DockerfileError(f"line {number}: {keyword} is not known here; known: {', '.join(sorted(KNOWN))}.")
        yield Instruction(keyword, rest.strip(), number)


def _joined(text: str) -> Iterator[tuple[int, str]]:
    """Lines with those that continue them, by the number of the first one; without comments and blank lines."""
    begun: list[str] = []
    first = 0
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        first = first if begun else number
        begun.append(line.removesuffix("\\").strip())
        if not line.endswith("\\"):
            yield first, " ".join(begun)
            begun = []
