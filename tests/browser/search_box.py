"""How tests put the search box into a shop's page, on another origin than the service's, and use it."""

from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, Request, Route, expect

from tests.browser.conftest import SHOP

Json = dict[str, Any]  # Any: as the contract has it

BOX = '<faq-search merchant="alpine"></faq-search>'
PAGES = Path(__file__).parent / "pages"
STATIC = Path(__file__).parents[2] / "app" / "static"
CORS = {
    "Access-Control-Allow-Origin": SHOP,
    "Access-Control-Allow-Headers": "Content-Type",
    "Access-Control-Expose-Headers": "Retry-After",
}
_KINDS = {".html": "text/html; charset=utf-8", ".css": "text/css"}


def open_shop(
    page: Page, site: str, box: str = BOX, *, name: str = "plain.html", lang: str = "en", policy: str = ""
) -> None:
    """Goes to a page of the shop that has the box in it."""

    def serve(route: Route) -> None:
        file = PAGES / urlsplit(route.request.url).path.lstrip("/")
        text = Template(file.read_text("utf-8")).safe_substitute(site=site, box=box, lang=lang)
        headers = {"Content-Security-Policy": policy} if policy else {}
        route.fulfill(body=text, content_type=_KINDS[file.suffix], headers=headers)

    page.context.grant_permissions(["local-network-access"])  # a page of the internet asks this machine
    page.route(f"{SHOP}/**", serve)
    page.goto(f"{SHOP}/{name}")
    expect(trigger(page).first).not_to_have_text("")


def stop_time(page: Page) -> None:
    """From the next page on, time passes in `page.clock.run_for` only."""
    page.clock.install(time=0)
    page.clock.pause_at(1)


def open_box(page: Page, site: str, box: str = BOX, *, lang: str = "en") -> Locator:
    """Goes to the shop's page, opens the box and gives its field."""
    open_shop(page, site, box, lang=lang)
    trigger(page).click()
    return field(page)


def ask(page: Page, query: str) -> None:
    """Searches for a query in the open box, and waits until nothing is being asked."""
    field(page).fill(query)
    field(page).press("Enter")
    expect(results(page).first).to_be_visible()
    expect(found(page)).to_have_attribute("aria-busy", "false")


def trigger(page: Page) -> Locator:
    """What opens the box."""
    return page.locator("[part=trigger]")


def panel(page: Page) -> Locator:
    """The opened box."""
    return page.get_by_role("dialog")


def field(page: Page) -> Locator:
    """Where queries are typed."""
    return page.get_by_role("combobox")


def options(page: Page) -> Locator:
    """Suggestions or recent searches."""
    return page.get_by_role("option")


def option_texts(page: Page) -> Locator:
    """The same without the merchants' labels."""
    return options(page).locator(".said")


def found(page: Page) -> Locator:
    """Where results are shown."""
    return page.locator(".found")


def results(page: Page) -> Locator:
    """The results."""
    return page.locator("[part=result]")


def notice(page: Page) -> Locator:
    """What is said about trouble."""
    return page.locator("[part=notice]")


def status(page: Page) -> Locator:
    """What a screen reader is told."""
    return page.get_by_role("status")


def suggested(page: Page, site: str, q: str, merchant: str = "alpine") -> list[str]:
    """The API's own suggestions."""
    reply = page.request.get(f"{site}/v1/suggest", params={"q": q, "merchant": merchant, "limit": 5})
    return [suggestion["text"] for suggestion in reply.json()["suggestions"]]


def searched(page: Page, site: str, q: str, merchant: str = "alpine", limit: int = 5) -> Json:
    """The API's own reply to a search."""
    reply = page.request.post(f"{site}/v1/search", data={"q": q, "merchant": merchant, "limit": limit})
    return dict(reply.json())


def answer(page: Page, path: str, body: object, status: int = 200, **headers: str) -> None:
    """From now on every request to a path of the service is answered like this; `Retry_After` is the header's name."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    page.route(f"**{path}", lambda route: route.fulfill(json=body, status=status, headers={**CORS, **named}))


def hold(page: Page, address: str) -> list[Route]:
    """From now on requests to addresses like this wait, in the list, for the test to let them go."""
    held: list[Route] = []
    page.route(address, lambda route: held.append(route))  # noqa: PLW0108  # Playwright cannot take a bound method of C
    return held


def recorded(page: Page, path: str) -> list[Request]:
    """Requests to a path of the service from now on, preflights left out, as they are sent."""
    requests: list[Request] = []

    def note(request: Request) -> None:
        if urlsplit(request.url).path == path and request.method != "OPTIONS":
            requests.append(request)

    page.on("request", note)
    return requests


def query_of(request: Request) -> str:
    """What a request for suggestions asks for."""
    return parse_qs(urlsplit(request.url).query)["q"][0]
