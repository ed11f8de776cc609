"""How tests use the agent console, and what the API says for comparison."""

import json
from urllib.parse import urlencode

from playwright.sync_api import Locator, Page, Request, expect

Body = dict[str, object]

BLOCKED = """for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, { get() { throw new DOMException("Access is denied.", "SecurityError"); } });
"""
"""What a browser does to a page's storage that is told to block all cookies."""


def found(page: Page, q: str, **fields: object) -> Body:
    """The API's own reply to a search."""
    body: Body = page.request.post("/v1/search", data={"q": q, **fields}).json()
    return body


def ids(body: Body) -> list[str]:
    """The ids of a reply's hits, best first."""
    return [hit["id"] for hit in body["hits"]]  # type: ignore[attr-defined]  # as the contract has it


def address(**state: object) -> str:
    """The console's address of a search."""
    return f"/console?{urlencode(state, doseq=True)}"


def open_console(page: Page, **state: object) -> None:
    """Goes to a search by its address, and waits for what it shows."""
    page.goto(address(**state))
    settle(page)


def type_query(page: Page, q: str) -> None:
    """Types a query, as people do, and waits for what it finds."""
    field(page).fill(q)
    page.wait_for_url(lambda url: urlencode({"q": q}) in url)
    settle(page)


def settle(page: Page) -> None:
    """Waits until nothing is being asked."""
    expect(results(page)).to_have_attribute("aria-busy", "false")


def field(page: Page) -> Locator:
    """The search field."""
    return page.get_by_role("searchbox")


def results(page: Page) -> Locator:
    """Where the results are shown."""
    return page.locator("#results")


def hits(page: Page) -> Locator:
    """The hits, in the order they are shown."""
    return results(page).get_by_role("article")


def current(page: Page) -> Locator:
    """The hit that keys act on."""
    return results(page).locator(".hit[aria-current=true]")


def pane(page: Page) -> Locator:
    """The source beside the results."""
    return page.locator("#pane")


def shown_ids(page: Page) -> list[str]:
    """The ids of the hits that are shown."""
    found: list[str] = hits(page).evaluate_all("hits => hits.map(hit => hit.dataset.id)")
    return found


def counts(page: Page, name: str) -> dict[str, int]:
    """A filter's values with their counts."""
    found: dict[str, int] = page.locator(f"fieldset[data-filter={name}] label").evaluate_all(
        "labels => Object.fromEntries(labels.map(label => "
        "[label.dataset.value, Number(label.querySelector('.count').textContent)]))"
    )
    return found


def option(page: Page, name: str, value: str) -> Locator:
    """The checkbox of one value of a filter."""
    return page.locator(f"fieldset[data-filter={name}] input[value='{value}']")


def choose(page: Page, name: str, value: str) -> None:
    """Ticks or unticks one value of a filter."""
    before = page.url
    option(page, name, value).click()
    page.wait_for_url(lambda url: url != before)
    settle(page)


def marked_lines(root: Page | Locator) -> list[int]:
    """The numbers of the lines that are marked."""
    found: list[int] = root.locator("li.marked").evaluate_all("lines => lines.map(line => Number(line.dataset.line))")
    return found


def type_at(page: Page, q: str, **event: object) -> None:
    """Puts a query into the field as input events do, without waiting for anything."""
    field(page).evaluate(
        "(field, [q, event]) => { field.value = q; field.dispatchEvent(new InputEvent('input', event)); }", [q, event]
    )


def searches_of(page: Page) -> list[str]:
    """The queries that the page sends to the service from now on."""
    asked: list[str] = []

    def keep(request: Request) -> None:
        if request.post_data and request.url.endswith("/v1/search"):
            asked.append(json.loads(request.post_data)["q"])

    page.on("request", keep)
    return asked
