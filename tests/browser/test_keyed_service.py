"""A service with keys, as its visitors meet it: a token in a shop's page, and agents who are asked for their key."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from app.access import Access
from app.api.application import Serving, create_app
from app.api.engines import Index
from app.grants import Grant
from app.key_file import KeyFile
from app.key_watch import KeyWatch
from app.keys import ShownKey
from app.scope import Scope
from app.search import Searcher
from app.tokens import Claims, sign
from tests.browser import console_page as console
from tests.browser import search_box as box
from tests.browser.conftest import SHOP, serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> KeyFile:
    return KeyFile(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def agent(keys: KeyFile) -> ShownKey:
    return keys.add(Grant(role="agent")).shown


@pytest.fixture(scope="module")
def closed(searcher: Searcher, keys: KeyFile, agent: ShownKey) -> Iterator[str]:
    """The address of a service that knows these keys."""
    app = create_app(Index(lambda: searcher), Serving(origins=[SHOP]), access=Access(KeyWatch(keys)))
    with serving(app) as address:
        yield address


def token(key: ShownKey, merchant: str) -> str:
    now = datetime.now(UTC).replace(microsecond=0)
    scope, origins = Scope(frozenset({merchant})), frozenset({SHOP})
    return sign(key, Claims(scope=scope, origins=origins, issued=now, expires=now + timedelta(hours=1)))


def test_a_token_lets_a_shop_s_visitors_search_that_shop_alone(page: Page, closed: str, agent: ShownKey) -> None:
    box.open_box(page, closed, f'<faq-search merchant="alpine" token="{token(agent, "alpine")}"></faq-search>')
    box.ask(page, "How long does shipping take?")
    expect(box.results(page).first).to_be_visible()


def test_a_token_for_another_shop_finds_nothing_here(
    page: Page, closed: str, agent: ShownKey, page_errors: list[str]
) -> None:
    box.open_box(page, closed, f'<faq-search merchant="alpine" token="{token(agent, "boutique")}"></faq-search>')
    box.field(page).fill("How long does shipping take?")
    with page.expect_response("**/v1/search") as told:
        box.field(page).press("Enter")
    assert (told.value.status, told.value.json()["code"]) == (404, "unknown_merchant")
    expect(box.results(page)).to_have_count(0)
    page_errors.clear()  # the browser's own words about a 404


def test_an_agent_is_asked_for_a_key_and_sees_the_source_with_it(
    page: Page, closed: str, agent: ShownKey, page_errors: list[str]
) -> None:
    page.goto(f"{closed}{console.address(q='refund')}")
    expect(console.results(page)).to_contain_text("This service asks for an access key")
    page.get_by_label("Access key", exact=True).fill(agent.text)
    page.get_by_role("button", name="Use this key").click()
    expect(console.hits(page).first).to_be_visible()
    page_errors.clear()  # the browser's own words about a 401
