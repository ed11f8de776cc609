"""Addresses of websites, as browsers send them."""

import pytest

from app.origins import as_sent, is_address, is_origin


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("HTTPS://Shop.Example:443", "https://shop.example"),
        ("http://shop.example:80/Help", "http://shop.example/Help"),
        ("https://shop.example:80", "https://shop.example:80"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_a_name_is_sent_in_lower_case_and_without_its_usual_port(written: str, sent: str) -> None:
    assert as_sent(written) == sent


@pytest.mark.parametrize("raw", ["https://shop.example", "http://127.0.0.1:8000", "http://[::1]"])
def test_an_origin_is_an_address_too(raw: str) -> None:
    assert is_origin(raw)
    assert is_address(raw)


def test_an_address_may_have_a_path_and_an_origin_may_not() -> None:
    assert is_address("https://shop.example/help")
    assert not is_origin("https://shop.example/help")


@pytest.mark.parametrize(
    "raw", ["", "shop.example", "ftp://shop.example", "https://", "https://[::", "https://a:99999", "https://a:0", "*"]
)
def test_what_browsers_never_send_is_neither(raw: str) -> None:
    assert not is_origin(raw)
    assert not is_address(raw)
