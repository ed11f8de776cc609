"""The API's page, as a browser without any other network sees it."""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_the_description_is_shown_with_files_of_the_service_alone(page: Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/docs")
    expect(page.get_by_text("Merchant FAQ search").first).to_be_visible()
    expect(page.get_by_text("/v1/suggest")).to_be_visible()
    assert {urlsplit(url).netloc for url in asked if not url.startswith("data:")} == {urlsplit(site).netloc}


def test_axe_finds_nothing_in_what_is_ours_of_the_page(page: Page) -> None:
    """Swagger UI draws the rest: its colours and its nested buttons are its makers' to mend."""
    page.goto("/docs")
    expect(page.get_by_text("/v1/suggest")).to_be_visible()
    found = Axe().run(page, context={"exclude": [["#swagger-ui"]]}).response["violations"]
    assert [rule["id"] for rule in found] == []
