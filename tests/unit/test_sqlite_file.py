"""An SQLite file is made when needed, kept whole, shared by threads and processes, and says why it cannot be used."""

import dataclasses
import multiprocessing
import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from app.errors import DataFolderError
from app.sqlite_file import Schema, SqliteFile

NOBODY = 65534
SCHEMA = Schema(version=3, statements=("CREATE TABLE numbers (number INTEGER)", "CREATE TABLE words (word TEXT)"))


@pytest.fixture
def file(tmp_path: Path) -> Iterator[SqliteFile]:
    file = SqliteFile(tmp_path / "deep" / "folder" / "numbers.sqlite3", SCHEMA)
    yield file
    file.close()


def add(file: SqliteFile, number: int) -> None:
    with file.writing() as connection:
        connection.execute("INSERT INTO numbers VALUES (?)", (number,))


def write(file: SqliteFile, first: str, second: str) -> None:
    with file.writing() as connection:
        connection.execute(first)
        connection.execute(second)


def numbers(file: SqliteFile) -> list[int]:
    with file.reading() as connection:
        return [number for (number,) in connection.execute("SELECT number FROM numbers ORDER BY number")]


def test_reading_finds_nothing_and_makes_nothing_where_nothing_was_written(file: SqliteFile) -> None:
    assert (numbers(file), file.path.parent.exists()) == ([], False)


def test_the_first_write_makes_the_folder_and_all_tables(file: SqliteFile) -> None:
    add(file, 1)
    with file.reading() as connection:
        assert connection.execute("SELECT count(*) FROM words").fetchone() == (0,)
    assert numbers(file) == [1]


def modes(file: SqliteFile) -> set[str]:
    return {f"{stat.S_IMODE(path.stat().st_mode):o}" for path in file.path.parent.iterdir()}


def test_only_its_owner_may_read_a_new_file_and_what_stands_beside_it(file: SqliteFile) -> None:
    with file.writing() as connection:
        connection.execute("INSERT INTO numbers VALUES (1)")
        assert len(list(file.path.parent.iterdir())) > 1
        assert modes(file) == {"600"}


def test_a_file_whose_owner_lets_others_read_it_stays_so(file: SqliteFile) -> None:
    file.path.parent.mkdir(parents=True)
    file.path.touch()
    file.path.chmod(0o640)
    add(file, 1)
    assert modes(file) == {"640"}


def test_an_index_is_added_to_a_file_that_was_made_without(file: SqliteFile) -> None:
    add(file, 1)
    index = "CREATE INDEX IF NOT EXISTS by_number ON numbers (number)"
    indexed = SqliteFile(file.path, dataclasses.replace(SCHEMA, indexes=(index,)))
    add(indexed, 2)
    indexed.close()
    with file.reading() as connection:
        assert connection.execute("SELECT name FROM sqlite_master WHERE type = 'index'").fetchall() == [("by_number",)]
    assert numbers(file) == [1, 2]


def test_a_file_that_another_process_is_just_making_is_still_empty(file: SqliteFile) -> None:
    file.path.parent.mkdir(parents=True)
    file.path.touch()
    assert numbers(file) == []
    add(file, 1)
    assert numbers(file) == [1]


def test_a_transaction_that_fails_leaves_nothing_and_the_next_one_works(file: SqliteFile) -> None:
    with pytest.raises(DataFolderError, match="no such table: letters"):
        write(file, "INSERT INTO numbers VALUES (1)", "INSERT INTO letters VALUES ('a')")
    add(file, 2)
    assert numbers(file) == [2]


def test_readers_see_the_state_before_a_transaction_that_is_under_way(file: SqliteFile) -> None:
    add(file, 1)
    with file.writing() as connection:
        connection.execute("INSERT INTO numbers VALUES (2)")
        assert numbers(file) == [1]
    assert numbers(file) == [1, 2]


def test_a_reader_sees_one_state_however_long_it_reads(file: SqliteFile) -> None:
    add(file, 1)
    with file.reading() as connection:
        count = "SELECT count(*) FROM numbers"
        before = connection.execute(count).fetchone()
        add(file, 2)
        assert connection.execute(count).fetchone() == before == (1,)


def test_a_reader_cannot_write(file: SqliteFile) -> None:
    add(file, 1)
    with pytest.raises(DataFolderError, match="readonly"), file.reading() as connection:
        connection.execute("DELETE FROM numbers")


def test_threads_take_turns(file: SqliteFile) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda number: add(file, number), range(100)))
    assert numbers(file) == list(range(100))


def _add_all(path: Path, mine: range) -> None:
    file = SqliteFile(path, SCHEMA)
    for number in mine:
        add(file, number)
    file.close()


def test_processes_take_turns_from_the_first_write_on(file: SqliteFile) -> None:
    shares = [range(start, start + 25) for start in (0, 25, 50, 75)]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(4, context) as processes:  # which ends them without a signal: one was lost once
        list(processes.map(_add_all, [file.path] * len(shares), shares))
    assert numbers(file) == list(range(100))


@pytest.fixture
def impatient(file: SqliteFile) -> Iterator[SqliteFile]:
    impatient = SqliteFile(file.path, SCHEMA, patience=0.05)
    yield impatient
    impatient.close()


def test_a_writer_waits_for_another_process_but_not_for_long(file: SqliteFile, impatient: SqliteFile) -> None:
    add(file, 1)
    other = sqlite3.connect(file.path)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DataFolderError, match="database is locked"):
        add(impatient, 2)
    other.close()
    add(impatient, 3)
    assert numbers(file) == [1, 3]


def test_a_writer_waits_for_another_thread_but_not_for_long(impatient: SqliteFile) -> None:
    with ThreadPoolExecutor(1) as thread, impatient.writing():
        other = thread.submit(add, impatient, 1)
        error = other.exception()
    assert str(error) == f"{impatient.path}: others of this process have been writing for 0.05 s."


def test_after_the_file_was_deleted_a_new_one_is_written(file: SqliteFile) -> None:
    add(file, 1)
    file.path.unlink()
    add(file, 2)
    assert numbers(file) == [2]


@pytest.fixture
def other(file: SqliteFile) -> Iterator[SqliteFile]:
    """The same file, as another process has it open."""
    other = SqliteFile(file.path, SCHEMA)
    yield other
    other.close()


def test_after_the_file_was_deleted_everybody_writes_to_the_new_one(file: SqliteFile, other: SqliteFile) -> None:
    add(file, 1)
    add(other, 2)
    for left in file.path.parent.iterdir():
        left.unlink()
    add(file, 3)
    add(other, 4)
    add(other, 5)
    assert numbers(file) == [3, 4, 5]


def test_after_the_file_was_moved_everybody_writes_to_the_new_one(
    file: SqliteFile, other: SqliteFile, tmp_path: Path
) -> None:
    add(file, 1)
    add(other, 2)
    file.path.rename(tmp_path / "moved.sqlite3")
    add(other, 3)
    add(file, 4)
    other.close()
    add(file, 5)
    assert numbers(file) == [3, 4, 5]


def test_a_closed_file_is_one_file_and_may_be_opened_again(file: SqliteFile) -> None:
    add(file, 1)
    file.close()
    assert [path.name for path in file.path.parent.iterdir()] == ["numbers.sqlite3"]
    add(file, 2)
    assert numbers(file) == [1, 2]


def test_a_damaged_file_is_named_with_what_to_do(file: SqliteFile) -> None:
    file.path.parent.mkdir(parents=True)
    file.path.write_bytes(b"not a database at all" * 1000)
    complaint = rf"{file.path} cannot be used: file is not a database\. .* can be moved away"
    with pytest.raises(DataFolderError, match=complaint):
        add(file, 1)
    with pytest.raises(DataFolderError, match=complaint):
        numbers(file)


def test_a_file_of_another_version_is_left_alone(file: SqliteFile) -> None:
    add(file, 1)
    newer = SqliteFile(file.path, Schema(version=4, statements=SCHEMA.statements))
    with pytest.raises(DataFolderError, match="its format is 3, this version reads 4"):
        add(newer, 2)
    assert numbers(file) == [1]


UPGRADE = ("ALTER TABLE numbers ADD COLUMN name TEXT", "UPDATE numbers SET name = 'number ' || number")
NEWER = Schema(version=4, statements=(), upgrades={3: UPGRADE})


@pytest.mark.parametrize(
    "use", [numbers, lambda file: write(file, "DELETE FROM words", "DELETE FROM words")], ids=["reading", "writing"]
)
def test_a_file_of_before_is_upgraded_with_what_it_holds(file: SqliteFile, use: Callable[[SqliteFile], object]) -> None:
    add(file, 1)
    file.close()
    newer = SqliteFile(file.path, NEWER)
    use(newer)
    with newer.reading() as connection:
        assert connection.execute("SELECT name FROM numbers WHERE number = 1").fetchone() == ("number 1",)
    newer.close()


def test_an_upgrade_that_fails_leaves_the_file_as_it_was(file: SqliteFile) -> None:
    add(file, 1)
    broken = SqliteFile(file.path, Schema(version=4, statements=(), upgrades={3: (*UPGRADE, "no statement")}))
    with pytest.raises(DataFolderError, match="syntax error"):
        add(broken, 2)
    assert numbers(file) == [1]


def test_a_folder_that_cannot_be_made_is_a_complaint(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    with pytest.raises(DataFolderError, match="cannot be used"):
        add(SqliteFile(tmp_path / "data" / "numbers.sqlite3", SCHEMA), 1)


@contextmanager
def as_nobody() -> Iterator[None]:
    """As a user whom permissions bind: root for a moment becomes one, everybody else is."""
    if os.geteuid() != 0:
        yield
        return
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@pytest.fixture
def shared() -> Iterator[SqliteFile]:
    """A file that everybody may read, in a folder where everybody may look; one number is in it."""
    with TemporaryDirectory() as folder:
        shared = SqliteFile(Path(folder) / "numbers.sqlite3", SCHEMA)
        shared.path.touch(0o644)
        add(shared, 1)
        Path(folder).chmod(0o555)
        yield shared
        Path(folder).chmod(0o755)
        shared.close()


def test_a_file_at_rest_can_be_read_without_the_right_to_write(shared: SqliteFile) -> None:
    shared.close()
    with as_nobody():
        assert numbers(shared) == [1]
        with pytest.raises(DataFolderError, match="readonly"):
            add(shared, 2)


def test_a_file_that_is_written_meanwhile_can_be_read_without_the_right_to_write(shared: SqliteFile) -> None:
    with as_nobody():
        assert numbers(SqliteFile(shared.path, SCHEMA)) == [1]


@pytest.mark.parametrize("use", [numbers, lambda file: add(file, 2)])
def test_a_folder_that_may_not_be_entered_is_a_complaint(
    shared: SqliteFile, use: Callable[[SqliteFile], object]
) -> None:
    shared.close()
    shared.path.parent.chmod(0o000)
    complaint = rf"{shared.path} cannot be used: (Permission denied|unable to open database file)\."
    with as_nobody(), pytest.raises(DataFolderError, match=complaint):
        use(shared)


def test_a_file_that_cannot_be_read_is_let_go(file: SqliteFile, monkeypatch: pytest.MonkeyPatch) -> None:
    add(file, 1)
    connection = sqlite3.connect(file.path)
    monkeypatch.setattr(sqlite3, "connect", lambda *_, **__: connection)
    with pytest.raises(DataFolderError, match="its format is 3, this version reads 4"):
        numbers(SqliteFile(file.path, Schema(version=4, statements=())))
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("SELECT 1")


def test_a_full_disk_is_a_complaint_and_what_was_kept_stays(file: SqliteFile) -> None:
    add(file, 1)
    with pytest.raises(DataFolderError, match="full"):
        write(file, "PRAGMA max_page_count = 1", "INSERT INTO words VALUES (zeroblob(100000))")
    add(file, 2)
    assert numbers(file) == [1, 2]
