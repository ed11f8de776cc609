"""A PDF file's text, parsed in a process of its own."""

import json
import subprocess
import sys
from typing import Any

from app.corpus.pdf_text import PageText, PdfText, Segment
from app.errors import DocumentError

_SECONDS = 150.0
"""More than the process may compute: it may have to wait for a processor."""


def read_pdf(content: bytes, where: str) -> PdfText:
    """The text of a file. Raises DocumentError, which begins with `where`, for one that cannot be read."""
    command = [sys.executable, "-P", "-m", "app.corpus.pdf_worker"]
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command, input=content, capture_output=True, timeout=_SECONDS, check=True
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as exc:
        raise DocumentError(
            f"{where}: reading this PDF file fails, or takes more time or memory than any needs. "
            "Print it into a new PDF file, or give its text."
        ) from exc
    told = json.loads(done.stdout)
    if "refused" in told:
        raise DocumentError(f"{where}: {told['refused']}")
    return PdfText(tuple(map(_page, told["pages"])), told["title"])


def _page(told: dict[str, Any]) -> PageText:
    layers = tuple(tuple(Segment(**segment) for segment in layer) for layer in told["layers"])
    return PageText(layers, told["untold"], told["fault"])
