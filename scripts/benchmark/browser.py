"""Chromium without its windows."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, sync_playwright

from scripts.benchmark.servers import BenchmarkError

_NAMES = ("chromium-headless-shell", "chromium", "google-chrome")


@contextmanager
def opened(*, locale: str = "en-GB") -> Iterator[Page]:
    """A page of a reader of this locale. Raises BenchmarkError where there is no Chromium."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        raise BenchmarkError("There is no chromium. Install it (Debian: apt install chromium).")
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=found, chromium_sandbox=False) as browser,
    ):
        yield browser.new_page(locale=locale)
