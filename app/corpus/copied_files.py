"""Files that are copied into a corpus folder, and taken away again where what they are for fails."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from app.corpus.documents import LARGEST
from app.corpus.files import read_file
from app.errors import DocumentError


@contextmanager
def copied(corpus: Path, files: Mapping[str, Path]) -> Iterator[None]:
    """Each file at its path in the corpus folder, to stay there unless something is raised within.

    Raises DocumentError for one that cannot be read or is too large, OSError for a path that is taken.
    """
    made = list[Path]()
    try:
        for path, file in files.items():
            content = _content(file.resolve())
            (corpus / path).parent.mkdir(exist_ok=True)
            with (corpus / path).open("xb") as copy:
                made.append(corpus / path)
                copy.write(content)
        yield
    except BaseException:
        for copy_path in made:
            copy_path.unlink()
            with suppress(OSError):  # there is more in it
                copy_path.parent.rmdir()
        raise


def _content(file: Path) -> bytes:
    return read_file(file.parent, file.name, LARGEST, where=str(file), error=DocumentError).content
