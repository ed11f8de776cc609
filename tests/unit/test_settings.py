"""Settings from the environment."""

from pathlib import Path

import pytest

from app.errors import SettingsError
from app.settings import Settings


def test_defaults_serve_the_local_folders_on_loopback() -> None:
    settings = Settings.from_environment({})
    assert (settings.corpus_dir, settings.index_dir) == (Path("corpus"), Path("index"))
    assert (settings.host, settings.port, settings.model) == ("127.0.0.1", 8000, "bundled")


def test_variables_are_read_and_others_ignored() -> None:
    settings = Settings.from_environment({"FAQ_PORT": "0", "FAQ_INDEX_DIR": "/srv/index", "HOME": "/x"})
    assert (settings.port, settings.index_dir) == (0, Path("/srv/index"))


@pytest.mark.parametrize("raw", ["", "-1", "65536", "8000.0", "٨", "9" * 5000])
def test_a_port_that_is_none_is_refused(raw: str) -> None:
    with pytest.raises(SettingsError, match=r"FAQ_PORT is .* from 0 to 65535"):
        Settings.from_environment({"FAQ_PORT": raw})


def test_the_second_encoder_is_one_of_two_choices() -> None:
    assert Settings.from_environment({}).second_encoder == "universal"
    assert Settings.from_environment({"FAQ_SECOND_ENCODER": "none"}).second_encoder == "none"
    with pytest.raises(SettingsError, match="FAQ_SECOND_ENCODER is 'None'; give one of universal, none"):
        Settings.from_environment({"FAQ_SECOND_ENCODER": "None"})


def test_what_is_asked_is_kept_and_logged_only_after_a_yes() -> None:
    assert not Settings.from_environment({}).query_log
    assert not Settings.from_environment({}).log_queries
    assert Settings.from_environment({"FAQ_QUERY_LOG": "yes"}).query_log
    with pytest.raises(SettingsError, match="FAQ_QUERY_LOG is 'true'; give yes or no"):
        Settings.from_environment({"FAQ_QUERY_LOG": "true"})


def test_log_lines_have_one_of_three_forms() -> None:
    with pytest.raises(SettingsError, match="FAQ_LOG_FORMAT is 'xml'; give one of auto, json, text"):
        Settings.from_environment({"FAQ_LOG_FORMAT": "xml"})


def test_a_misspelt_variable_is_refused() -> None:
    with pytest.raises(SettingsError, match="FAQ_PROT is not a setting"):
        Settings.from_environment({"FAQ_PROT": "1"})


def test_the_process_s_own_environment_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAQ_QUEUE", "7")
    assert Settings.from_environment().queue == 7


def test_links_begin_with_the_address_that_is_listened_on_unless_another_is_given() -> None:
    assert Settings.from_environment({}).address == "http://127.0.0.1:8000"
    assert Settings.from_environment({"FAQ_HOST": "::1"}).address == "http://[::1]:8000"
    assert (
        Settings.from_environment({"FAQ_PUBLIC_URL": "https://shop.example/faq/"}).address == "https://shop.example/faq"
    )


@pytest.mark.parametrize(
    "raw",
    [
        *(
            "faq.example",
            "ftp://faq.example",
            "https://",
            "https://a.example?q",
            "javascript:0",
            "https://user@a.example",
        ),
        *("http://[x", "http://[::::]", "http://a]b", "https://a:", "https://a:65536", "https://a:0", "https://:80"),
    ],
)
def test_an_address_that_is_none_is_refused(raw: str) -> None:
    with pytest.raises(SettingsError, match=r"FAQ_PUBLIC_URL is .* give an address such as"):
        Settings.from_environment({"FAQ_PUBLIC_URL": raw})


@pytest.mark.parametrize(
    ("raw", "origins"),
    [
        ("", ()),
        (" ", ()),
        ("*", ("*",)),
        ("https://a.example", ("https://a.example",)),
        ("https://a.example , http://b.example:81", ("https://a.example", "http://b.example:81")),
        ("HTTPS://Shop.Example:443,http://[::AB]:80", ("https://shop.example", "http://[::ab]")),
        ("https://a.example:80,http://a.example:443", ("https://a.example:80", "http://a.example:443")),
    ],
)
def test_allowed_origins_are_parted_by_commas_and_compared_as_browsers_send_them(
    raw: str, origins: tuple[str, ...]
) -> None:
    assert Settings.from_environment({"FAQ_ALLOWED_ORIGINS": raw}).origins == origins


@pytest.mark.parametrize(
    "raw",
    [
        *("a.example", "https://a.example/", "https://a.example;https://b.example", "*,*", "https://*.example"),
        *("http://[x", "https://a.example,http://[::::]", "https://a.example:65536", "https://müller.example"),
    ],
)
def test_origins_that_are_none_are_refused(raw: str) -> None:
    with pytest.raises(SettingsError, match=r"FAQ_ALLOWED_ORIGINS is .* without a path"):
        Settings.from_environment({"FAQ_ALLOWED_ORIGINS": raw})


def test_the_own_address_is_written_as_browsers_send_it() -> None:
    assert Settings.from_environment({"FAQ_PORT": "80"}).address == "http://127.0.0.1"
    named = {"FAQ_PUBLIC_URL": "HTTPS://Shop.Example:443/Help/"}
    assert Settings.from_environment(named).address == "https://shop.example/Help"


@pytest.mark.parametrize("host", ["[::1]", ":::", "127.0.0.1:8000"])
def test_a_host_that_no_address_can_hold_is_refused(host: str) -> None:
    with pytest.raises(SettingsError, match=r"FAQ_HOST is .* such as 127\.0\.0\.1 or ::1\."):
        Settings.from_environment({"FAQ_HOST": host})


@pytest.mark.parametrize(
    ("raw", "proxies"),
    [("", []), (" , ", []), ("10.0.0.1", ["10.0.0.1"]), ("10.1.0.0/16, ::1", ["10.1.0.0/16", "::1"])],
)
def test_trusted_proxies_are_addresses_and_networks(raw: str, proxies: list[str]) -> None:
    assert Settings.from_environment({"FAQ_TRUSTED_PROXIES": raw}).proxies == proxies


@pytest.mark.parametrize(
    "raw", ["*", "proxy", "10.0.0.1:80", "10.0.0.1/8", "10.0.0.1;10.0.0.2", "10.0.0.1/33", "[::1]"]
)
def test_a_trusted_proxy_that_is_no_address_is_refused(raw: str) -> None:
    with pytest.raises(SettingsError, match=r"FAQ_TRUSTED_PROXIES is .* give addresses or networks such as"):
        Settings.from_environment({"FAQ_TRUSTED_PROXIES": raw})
