"""Takes the README's two pictures, of the served index: with Chromium and CJK fonts."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from playwright.sync_api import Page

from app import terminal
from app.errors import FaqError
from app.settings import Settings
from scripts.benchmark.browser import opened
from scripts.benchmark.calls import Call
from scripts.benchmark.candidates import ensure_index, index_copy, service_plan
from scripts.benchmark.servers import running

PICTURES = Path(__file__).parent / "pictures"
_ASKED = "返品用のラベルはもらえますか"


def search_box(page: Page, address: str) -> None:
    """A phone: asked in Japanese, answered in English."""
    page.set_viewport_size({"width": 390, "height": 620})
    page.goto(address)
    page.locator("faq-search [part=trigger]").wait_for()
    page.locator("faq-search").evaluate("(box, query) => box.search(query)", _ASKED)
    page.locator("faq-search [part=result]").first.wait_for()


def console(page: Page, address: str) -> None:
    """A desktop: what all merchants say about one thing, side by side."""
    page.set_viewport_size({"width": 1280, "height": 620})
    page.goto(f"{address}/console?q=refund+window&view=compare")
    page.locator(".column .hit").first.wait_for()


_PICTURES: Mapping[str, Callable[[Page, str], None]] = {"search-box.png": search_box, "console.png": console}


def _take(address: str) -> None:
    for name, show in _PICTURES.items():
        with opened(locale="en") as page:
            show(page, address)
            page.wait_for_timeout(300)  # transitions
            page.screenshot(path=PICTURES / name)


def main() -> int:
    """1 where it could not be done, and the message says why."""
    settings = Settings.from_environment()
    try:
        ensure_index(settings)
        with index_copy(settings) as index, running(service_plan(index), Call("/readyz")) as server:
            _take(server.address)
    except FaqError as exc:
        terminal.print_error(str(exc))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
