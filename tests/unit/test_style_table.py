"""The style table measures what it says: each expected value is counted by hand in the source beside it."""

import ast
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from scripts.style_table import (
    Function,
    Measurement,
    Row,
    complexity,
    function_lines,
    functions_of,
    main,
    nesting,
    parameters,
    positional,
    read,
    spread,
    table,
)


def first_function(source: str) -> Function:
    return next(functions_of(ast.parse(dedent(source))))


def rows_of(folder: Path) -> dict[str, Row]:
    return {row.name: row for row in table(read([folder]))}


def places(row: Row) -> list[str]:
    return [offender.where for offender in row.offenders]


def test_a_functions_lines_leave_out_decorators_and_docstring() -> None:
    source = '''
        @cached
        @traced
        def f(
            x,
        ):
            """Two lines
            of docstring."""
            y = x

            return y
    '''

    assert function_lines(first_function(source)) == len(["def", "x", "):", "y =", "", "return"])


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("pass", 1, id="straight"),
        pytest.param("if a: pass\n elif b: pass\n else: pass", 1 + 2, id="if, elif"),
        pytest.param("for a in b:\n  while a: pass", 1 + 2, id="loops"),
        pytest.param("try: pass\n except A: pass\n except B: pass\n finally: pass", 1 + 2, id="handlers"),
        pytest.param("return a and b and c or d", 1 + 2 + 1, id="conditions"),
        pytest.param("return a if b else c", 1 + 1, id="ternary"),
        pytest.param("return [a for a in b if c if d]", 1 + 2, id="comprehension's ifs"),
        pytest.param("match a:\n  case 1: pass\n  case _: pass", 1 + 2, id="cases"),
        pytest.param("def g():\n  if a: pass", 1, id="a nested function counts for itself"),
    ],
)
def test_complexity_is_one_and_one_more_for_each_decision(body: str, expected: int) -> None:
    assert complexity(first_function(f"def f():\n {body}")) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("pass", 0, id="straight"),
        pytest.param("if a: pass\n elif b: pass\n elif c: pass", 1, id="elif is beside"),
        pytest.param("if a: pass\n else:\n  if b: pass\n  c", 2, id="if inside else"),
        pytest.param("with a:\n  for b in c:\n   try: pass\n   finally:\n    if d: pass", 4, id="with, for, try, if"),
        pytest.param("if a:\n  def g():\n   if b: pass", 1, id="a nested function counts for itself"),
    ],
)
def test_nesting_is_the_number_of_blocks_around_the_deepest_statement(body: str, expected: int) -> None:
    assert nesting(first_function(f"def f():\n {body}")) == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        pytest.param(parameters, len(["a", "b", "rest", "c", "others"]), id="all"),
        pytest.param(positional, len(["a", "b"]), id="positional"),
    ],
)
def test_the_receiver_is_not_a_parameter(measure: Callable[[Function], int], expected: int) -> None:
    assert measure(first_function("def f(self, a, /, b, *rest, c, **others): pass")) == expected


def test_a_spread_is_median_nearest_rank_p95_and_maximum() -> None:
    one_to_twenty = [Measurement(value, "") for value in range(1, 21)]

    rows = spread("lines", one_to_twenty, (1, 1, 1))

    assert [row.measured for row in rows] == [(10 + 11) / 2, 0.95 * 20, 20]


def test_a_bar_that_is_just_reached_is_not_exceeded() -> None:
    rows = spread("lines", [Measurement(8, "a"), Measurement(8, "b")], (8, 7, 8))

    assert [row.over for row in rows] == [False, True, False]


def test_a_last_line_without_a_newline_counts(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x\nx")

    assert rows_of(tmp_path)["file lines, max"].measured == 2


def test_what_has_no_docstring_is_listed_unless_it_is_private(tmp_path: Path) -> None:
    source = "def a(): 'x'\ndef b():\n def c(): pass\ndef _d(): pass\n"
    source += "class E:\n 'x'\n def f(self): pass\n def __g__(self): pass\n"
    (tmp_path / "m.py").write_text(source)

    rows = rows_of(tmp_path)

    assert places(rows["public names without a docstring"]) == [f"{tmp_path}/m.py:2 b", f"{tmp_path}/m.py:7 f"]
    assert places(rows["modules without an opening docstring"]) == [f"{tmp_path}/m.py"]


def test_a_lint_exception_needs_its_reason_on_the_same_line(tmp_path: Path) -> None:
    source = (
        "a  # noqa: E501, F401\nb  # noqa: E501 the table is read as one line\nc  # type: ignore[misc]\nd = '# noqa'\n"
    )
    (tmp_path / "m.py").write_text(source)

    assert places(rows_of(tmp_path)["lint exceptions without a reason"]) == [
        f"{tmp_path}/m.py:1 # noqa: E501, F401",
        f"{tmp_path}/m.py:3 # type: ignore[misc]",
    ]


def test_an_exceeded_bar_fails_and_names_the_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "m.py").write_text("'x'\ndef f(a, b, c, d): 'x'\n")

    assert main([str(tmp_path)]) == 1
    assert f"4  {tmp_path}/m.py:2 f" in capsys.readouterr().out


def test_code_within_the_bars_passes(tmp_path: Path) -> None:
    (tmp_path / "m.py").write_text("'x'\ndef f(a, b, c, *, d): 'x'\n")

    assert main([str(tmp_path)]) == 0


def test_a_folder_without_code_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 2
    assert f"No Python files under {tmp_path}" in capsys.readouterr().err
