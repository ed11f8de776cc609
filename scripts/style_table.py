"""Measures the code against the project's bars and prints the table: `style_table.py [folder ...]`.

- A function's lines run from its `def` to its last line, without decorators and docstring.
- Complexity is McCabe's with conditions counted: 1, and 1 more for each branch, loop, handler, case, ternary, `and`,
  `or` and `if` of a comprehension; a nested function is measured on its own. (Ruff's C901 leaves conditions out.)
- p95 is the nearest rank: the smallest value that at least 95 % of the values do not exceed.
"""

import ast
import io
import math
import re
import statistics
import sys
import tokenize
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

Function = ast.FunctionDef | ast.AsyncFunctionDef
_BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.Match)
_DECISIONS = (ast.If, ast.IfExp, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.match_case)
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_EXCEPTION = re.compile(r"noqa(:\s*\w+([,\s]+[A-Z]+[0-9]+\b)*)?|type:\s*ignore(\[[^]]*\])?|pragma:\s*no \w+")


@dataclass(frozen=True, slots=True)
class Measurement:
    """A number and the place it was measured at."""

    value: int
    where: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; `offenders` are the places to look at when `measured` is over `bar`."""

    name: str
    measured: float
    bar: int
    offenders: tuple[Measurement, ...] = ()

    @property
    def over(self) -> bool:
        """Whether the bar is exceeded."""
        return self.measured > self.bar


@dataclass(frozen=True, slots=True)
class Module:
    """A parsed source file."""

    path: Path
    text: str
    tree: ast.Module


def read(folders: Sequence[Path]) -> list[Module]:
    """Every Python file under `folders`, in order of path."""
    return [_parse(path) for path in sorted(path for folder in folders for path in folder.rglob("*.py"))]


def table(modules: Sequence[Module]) -> list[Row]:
    """Every bar, measured over `modules`, of which there is at least one."""
    functions = [(module, function) for module in modules for function in functions_of(module.tree)]

    def of_functions(measure: Callable[[Function], int]) -> list[Measurement]:
        return [Measurement(measure(f), f"{module.path}:{f.lineno} {f.name}") for module, f in functions]

    return [
        *spread("file lines", [Measurement(_count_lines(m.text), str(m.path)) for m in modules], (80, 200, 300)),
        *spread("function lines", of_functions(function_lines), (8, 20, 40)),
        _maximum("cyclomatic complexity, max", of_functions(complexity), 8),
        _maximum("nesting, max", of_functions(nesting), 3),
        _maximum("parameters, max", of_functions(parameters), 7),
        _maximum("positional parameters, max", of_functions(positional), 3),
        _count("modules without an opening docstring", [str(m.path) for m in modules if not ast.get_docstring(m.tree)]),
        _count("public names without a docstring", [place for m in modules for place in undocumented(m)]),
        _count("lint exceptions without a reason", [place for m in modules for place in unexplained(m)]),
    ]


def functions_of(tree: ast.AST) -> Iterator[Function]:
    """Every function and method, nested ones included."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def function_lines(function: Function) -> int:
    """Lines from `def` to the last one, without the docstring's."""
    total = _height(function)
    return total - _height(function.body[0]) if ast.get_docstring(function) is not None else total


def complexity(function: Function) -> int:
    """McCabe's number, with every condition counted."""
    return 1 + sum(_decisions(node) for node in _own_nodes(function))


def nesting(node: ast.AST) -> int:
    """How many blocks the deepest statement lies in; an `elif` is beside its `if`, not inside it."""
    return max(
        (_depth(node, child) for child in ast.iter_child_nodes(node) if not isinstance(child, _SCOPES)), default=0
    )


def parameters(function: Function) -> int:
    """All parameters; the receiver (`self`, `cls`) is none."""
    arguments = function.args
    starred = [argument for argument in (arguments.vararg, arguments.kwarg) if argument]
    return positional(function) + len(arguments.kwonlyargs) + len(starred)


def positional(function: Function) -> int:
    """Parameters that a caller may give by position."""
    names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    return len(names) - (names[:1] in (["self"], ["cls"]))


def undocumented(module: Module) -> Iterator[str]:
    """Public classes, functions and methods without a docstring."""
    return (f"{module.path}:{node.lineno} {node.name}" for node in _public(module.tree) if not ast.get_docstring(node))


def unexplained(module: Module) -> Iterator[str]:
    """Comments that silence a tool without saying why."""
    tokens = tokenize.generate_tokens(io.StringIO(module.text).readline)
    comments = (token for token in tokens if token.type == tokenize.COMMENT and _EXCEPTION.search(token.string))
    return (
        f"{module.path}:{c.start[0]} {c.string}" for c in comments if not re.search(r"\w", _EXCEPTION.sub("", c.string))
    )


def spread(name: str, measurements: Sequence[Measurement], bars: tuple[int, int, int]) -> list[Row]:
    """Median, 95th percentile and maximum, each beside its bar."""
    values = sorted(m.value for m in measurements)
    middle = statistics.median(values) if values else 0
    p95 = values[math.ceil(len(values) * 0.95) - 1] if values else 0
    return [
        Row(f"{name}, median", middle, bars[0], _over(measurements, bars[0])),
        Row(f"{name}, p95", p95, bars[1], _over(measurements, bars[1])),
        _maximum(f"{name}, max", measurements, bars[2]),
    ]


def _parse(path: Path) -> Module:
    text = path.read_text("utf-8")
    return Module(path, text, ast.parse(text, str(path)))


def _public(scope: ast.Module | ast.ClassDef) -> Iterator[Function | ast.ClassDef]:
    for node in scope.body:
        if isinstance(node, _SCOPES) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from _public(node)


def _own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(scope):
        if not isinstance(node, _SCOPES):
            yield node
            yield from _own_nodes(node)


def _decisions(node: ast.AST) -> int:
    if isinstance(node, ast.BoolOp):
        return len(node.values) - 1
    if isinstance(node, ast.comprehension):
        return len(node.ifs)
    return int(isinstance(node, _DECISIONS))


def _depth(parent: ast.AST, child: ast.AST) -> int:
    is_elif = isinstance(parent, ast.If) and isinstance(child, ast.If) and parent.orelse == [child]
    return nesting(child) + (isinstance(child, _BLOCKS) and not is_elif)


def _height(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _count_lines(text: str) -> int:
    return text.count("\n") + (not text.endswith("\n") and text != "")


def _maximum(name: str, measurements: Sequence[Measurement], bar: int) -> Row:
    return Row(name, max((m.value for m in measurements), default=0), bar, _over(measurements, bar))


def _count(name: str, places: Sequence[str]) -> Row:
    return Row(name, len(places), 0, tuple(Measurement(1, place) for place in places))


def _over(measurements: Sequence[Measurement], bar: int) -> tuple[Measurement, ...]:
    return tuple(sorted((m for m in measurements if m.value > bar), key=lambda m: (-m.value, m.where)))


def _print(rows: Sequence[Row]) -> None:
    width = max(len(row.name) for row in rows)
    print(f"{'':{width}}  measured   bar")
    for row in rows:
        print(f"{row.name:{width}}  {row.measured:8g}  {row.bar:4}{'  OVER' if row.over else ''}")
    for row in (row for row in rows if row.over):
        print(f"\n{row.name}: {row.measured:g} is over {row.bar}. Look at:")
        print("\n".join(f"  {m.value:4}  {m.where}" for m in row.offenders))


def main(arguments: Sequence[str]) -> int:
    """Prints the table of the named folders (default: app and scripts); 1 when a bar is exceeded, 2 for no code."""
    folders = [Path(argument) for argument in arguments] or [Path("app"), Path("scripts")]
    modules = read(folders)
    if not modules:
        print(f"No Python files under {', '.join(map(str, folders))}; name a folder that has some.", file=sys.stderr)
        return 2
    rows = table(modules)
    _print(rows)
    return int(any(row.over for row in rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
