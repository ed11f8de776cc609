"""The search box in a browser: its size, the requests of a query that is typed, how soon suggestions are painted."""

import argparse
import gzip
from collections import Counter
from collections.abc import Sequence
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page

from app import terminal
from app.settings import Settings
from scripts.benchmark.browser import opened
from scripts.benchmark.calls import Call
from scripts.benchmark.candidates import ensure_index, index_copy, service_plan
from scripts.benchmark.machine import describe
from scripts.benchmark.runs import spread
from scripts.benchmark.servers import ROOT, running
from scripts.markdown import table

ELEMENT = ROOT / "app" / "static" / "faq-search.js"
TYPED = "where is my package?"
"""Of 20 characters."""

_HASTE, _PATIENCE = 120, 600
"""Milliseconds between keystrokes: of somebody who types, and so many that each brings suggestions of its own."""

_WATCH = """box => {
  const [input, list] = ["input", "list"].map(part => box.shadowRoot.querySelector(`[part="${part}"]`));
  let pressed = null;
  window.painted = [];
  input.addEventListener("input", event => { pressed = event.timeStamp; }, { capture: true });
  new MutationObserver(() => {
    if (pressed === null || !list.querySelector('[part="option"]')) return;
    const since = pressed;
    pressed = null;
    requestAnimationFrame(() => setTimeout(() => window.painted.push(performance.now() - since)));
  }).observe(list, { childList: true, subtree: true });
}"""
"""Milliseconds from each keystroke to the frame after its suggestions were put into the page."""


def run(options: argparse.Namespace) -> str:
    """Types into the search box of the landing page, over the served index, and prints what came of it."""
    settings = Settings.from_environment()
    ensure_index(settings)
    with index_copy(settings) as index, running(service_plan(index), Call("/readyz")) as server, opened() as page:
        terminal.print_step(f"Typing {TYPED!r}")
        requests = _requests(page, server.address)
        terminal.print_step("Waiting for suggestions")
        painted = _painted(page, server.address, TYPED[:4] if options.short else TYPED)
    print(text := _told(requests, painted))
    return text


def _box(page: Page, address: str) -> Locator:
    """The element, open and empty."""
    page.goto(address)
    page.locator("faq-search [part=trigger]").click()
    return page.locator("faq-search")


def _requests(page: Page, address: str) -> Counter[str]:
    """How often each endpoint was asked while a query was typed, and until its results were there."""
    asked: list[str] = []
    box = _box(page, address)
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    box.locator("[part=input]").press_sequentially(TYPED, delay=_HASTE)
    box.locator("[part=result]").first.wait_for()
    return Counter(path for path in asked if path.startswith("/v1/"))


def _painted(page: Page, address: str, typed: str) -> list[float]:
    """Milliseconds from keystrokes to their suggestions, each waited for."""
    box = _box(page, address)
    box.evaluate(_WATCH)
    box.locator("[part=input]").press_sequentially(typed, delay=_PATIENCE)
    page.wait_for_timeout(_PATIENCE)
    milliseconds: list[float] = page.evaluate("window.painted")
    return milliseconds


def _told(requests: Counter[str], painted: Sequence[float]) -> str:
    times = spread(painted)
    said = [f"{each:.0f}" for each in (times.p50, times.p95)] if times else ["", ""]
    size = len(gzip.compress(ELEMENT.read_bytes(), 9))
    rows = {
        "`faq-search.js`, bytes with gzip": [f"{size:,}"],
        **{f"requests to `{path}` for {len(TYPED)} characters": [str(number)] for path, number in requests.items()},
        f"keystroke to suggestions painted, ms, p50 of {len(painted)}": [said[0]],
        "the same, p95": [said[1]],
    }
    return f"{table('search box in Chromium', [''], rows)}\n{describe()}\n"
