"""Who may ask: by the service's own address, and pages of its own or of allowed websites."""

import pytest
from starlette.datastructures import Headers

from app.api.callers import Callers
from app.errors import Forbidden

ADDRESS = "https://faq.example/help"


def require(callers: Callers, **headers: str) -> None:
    callers.require(Headers(headers))


def may_ask(callers: Callers, **headers: str) -> bool:
    try:
        require(callers, **headers)
    except Forbidden:
        return False
    return True


@pytest.mark.parametrize(
    "host",
    [
        "faq.example",
        "FAQ.example:443",
        "localhost",
        "localhost:8000",
        "127.0.0.1:9",
        "[::1]:8000",
        "192.168.1.7",
        "10.0.0.1:80",
    ],
)
def test_its_own_name_and_numeric_addresses_are_its_own(host: str) -> None:
    assert may_ask(Callers(ADDRESS, ()), host=host)


@pytest.mark.parametrize(
    "host", ["evil.example", "faq.example.evil.example", "127.0.0.1.evil.example:8000", "[::1", "", "[]", ":80"]
)
def test_another_name_is_refused_and_told_how_to_name_it(host: str) -> None:
    with pytest.raises(Forbidden, match=r"is not this service's address. FAQ_PUBLIC_URL says what is."):
        require(Callers(ADDRESS, ()), host=host)


def test_a_request_without_a_host_is_refused() -> None:
    with pytest.raises(Forbidden):
        require(Callers(ADDRESS, ()))


@pytest.mark.parametrize("origin", ["https://faq.example", "http://127.0.0.1:8000", "https://shop.example"])
def test_pages_of_its_own_and_of_allowed_websites_may_ask(origin: str) -> None:
    assert may_ask(Callers(ADDRESS, ["https://shop.example"]), host="127.0.0.1:8000", origin=origin)


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "",
        "http://shop.example",
        "https://shop.example.evil.example",
        "http://localhost:8000",
        "http://[",
    ],
)
def test_pages_of_other_websites_are_refused(origin: str) -> None:
    with pytest.raises(Forbidden, match=r"may not ask. FAQ_ALLOWED_ORIGINS lists those that may."):
        require(Callers(ADDRESS, ["https://shop.example"]), host="127.0.0.1:8000", origin=origin)


def test_every_page_may_ask_where_every_origin_is_allowed() -> None:
    assert may_ask(Callers(ADDRESS, ["*"]), host="localhost", origin="https://anyone.example")


def test_a_name_of_many_characters_is_cut_in_the_complaint() -> None:
    with pytest.raises(Forbidden) as refused:
        require(Callers(ADDRESS, ()), host="x" * 5000)
    assert len(str(refused.value)) < 200


def page(**headers: str) -> str | None:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return Callers(ADDRESS, ()).page(Headers({"host": "faq.example", **sent}))


def test_a_page_is_the_one_that_its_browser_names() -> None:
    assert page(origin="https://shop.example") == "https://shop.example"
    assert page(origin="https://shop.example", sec_fetch_site="same-origin") == "https://shop.example"


def test_a_page_of_its_own_is_named_by_the_name_that_was_asked() -> None:
    assert page(sec_fetch_site="same-origin") == "https://faq.example"
    assert page(sec_fetch_site="same-origin", host="evil.example") == "https://evil.example"


def test_what_is_no_browsers_page_has_no_name() -> None:
    assert page() is None
    assert page(sec_fetch_site="cross-site") is None
