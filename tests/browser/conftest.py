"""A service over a small corpus, ingested for real with the hashing encoder, and Chromium to look at it with."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, sync_playwright

from app.api.application import Serving, create_app
from app.api.engines import Index
from app.encoders.hashing import HashingEncoder
from app.feedback import FeedbackFile
from app.generations import load_current
from app.ingest import Ingestion
from app.languages import Detection
from app.manifest import Model
from app.retrieval.flat import FLAT
from app.retrieval.weights import Weights
from app.search import Searcher, Understanding

CORPUS = Path(__file__).parent / "corpus"
SHOP = "https://shop.example"
"""Another website, which is allowed to search; its pages are made by `page.route`."""

_LANGUAGES = {"ar": "شحن", "ja": "配送", "fr": "livraison"}
_QUIET = ("--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update")

_BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first one is Debian's chromium without its windows: a page of it opens in a third of the time."""

Browse = Callable[..., Page]


@pytest.fixture(scope="session")
def searcher(tmp_path_factory: pytest.TempPathFactory, weights: Weights) -> Searcher:
    """What the service searches with."""
    generation = load_current(_ingested(tmp_path_factory.mktemp("site")), FLAT)
    return Searcher(generation, Understanding(HashingEncoder(), None, _language, weights))


@pytest.fixture(scope="session")
def feedback(tmp_path_factory: pytest.TempPathFactory) -> FeedbackFile:
    """What the service was told of passages."""
    return FeedbackFile(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def site(searcher: Searcher, feedback: FeedbackFile) -> Iterator[str]:
    """The service's address."""
    with serving(create_app(Index(lambda: searcher), Serving(origins=[SHOP]), feedback=feedback)) as address:
        yield address


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """The address of a service that is ready, and runs meanwhile."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        _wait(lambda: server.started and app.state.service.is_ready)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=10)


def _ingested(index: Path) -> Path:
    encoder = HashingEncoder()
    Ingestion(
        index=index,
        model=lambda _: Model("hashing", encoder.fingerprint),
        encoder=lambda: encoder,
        second_encoder=lambda: None,
        detect=lambda text: Detection(_language(text), 1.0),
        kind=FLAT,
    ).run(CORPUS)
    return index


def _language(text: str) -> str:
    return next((language for language, word in _LANGUAGES.items() if word in text), "en")


def _wait(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """For one module only: its event loop occupies the thread, and tests elsewhere run one of their own."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    with playwright.chromium.launch(executable_path=_chromium(), args=list(_QUIET), chromium_sandbox=False) as browser:
        yield browser


def _chromium() -> str:
    found = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if found is None and not os.environ.get("CI"):
        pytest.skip("NO BROWSER TEST RUNS: there is no chromium here. Install it (Debian: apt install chromium).")
    assert found, "There is no chromium. Install it (Debian: apt install chromium)."
    return found


@pytest.fixture
def page_errors() -> list[str]:
    """What pages complained about; a test that expects complaints clears it."""
    return []


@pytest.fixture
def browse(browser: Browser, site: str, page_errors: list[str]) -> Iterator[Browse]:
    """Opens a page in a context of its own, which takes Playwright's options; a page's complaint fails the test."""
    contexts: list[BrowserContext] = []

    def browse(**options: object) -> Page:
        context = browser.new_context(**{"base_url": site, "locale": "en-GB", **options})  # type: ignore[arg-type]  # as Playwright takes them
        contexts.append(context)
        context.set_default_timeout(5000)
        page = context.new_page()
        page.on("console", lambda message: _complain(message, page_errors))
        page.on("pageerror", lambda error: page_errors.append(str(error)))
        return page

    yield browse
    for context in contexts:
        context.close()
    assert page_errors == []


def _complain(message: ConsoleMessage, page_errors: list[str]) -> None:
    if message.type in {"error", "warning"}:
        page_errors.append(message.text)


@pytest.fixture
def page(browse: Browse) -> Page:
    """A page at desktop width, light."""
    return browse()


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """What axe-core finds wrong with a page as it is now: a rule and the elements that break it."""

    def violations(page: Page) -> list[str]:
        found = Axe().run(page).response["violations"]
        return [f"{rule['id']}: {[node['target'] for node in rule['nodes']]}" for rule in found]

    return violations
