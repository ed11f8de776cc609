"""Addresses as limits tell them apart: IPv4 whole, IPv6 by what a provider gives to one line."""

import pytest

from app.api.addresses import NOWHERE, limited_as


@pytest.mark.parametrize("host", ["192.0.2.7", "10.0.0.1", "0.0.0.0"])  # noqa: S104 - nothing is listened on
def test_an_ipv4_address_counts_whole(host: str) -> None:
    assert limited_as(host) == host


@pytest.mark.parametrize("host", ["::ffff:192.0.2.7", "::FFFF:c000:0207"])
def test_an_ipv4_address_written_as_ipv6_is_that_ipv4_address(host: str) -> None:
    assert limited_as(host) == "192.0.2.7"


@pytest.mark.parametrize("host", ["2001:db8:1:2::1", "2001:0db8:0001:0002:ffff:ffff:ffff:ffff", "2001:db8:1:2::1%eth0"])
def test_ipv6_addresses_of_one_line_count_together(host: str) -> None:
    assert limited_as(host) == "2001:db8:1:2::/64"


def test_ipv6_addresses_of_two_lines_are_told_apart() -> None:
    assert limited_as("2001:db8:1:3::1") == "2001:db8:1:3::/64"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
def test_the_machine_itself_is_not_limited(host: str) -> None:
    assert limited_as(host) is None


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
@pytest.mark.parametrize("forwarded", ["{}", "{}, 10.2.3.4", "192.0.2.7,{}", "[{}]:51000"])
def test_who_is_said_to_be_the_machine_itself_is_limited(host: str, forwarded: str) -> None:
    assert limited_as(host, forwarded=forwarded.format(host)) == NOWHERE


def test_what_a_proxy_on_the_machine_itself_forwards_leaves_it_what_it_is() -> None:
    assert limited_as("127.0.0.1", forwarded="192.0.2.7") is None


@pytest.mark.parametrize("host", [None, "", "testclient", "unix:", "192.0.2.7:80", "192.0.2.300", "_hidden", "ü" * 300])
def test_what_is_no_address_shares_one_name(host: str | None) -> None:
    assert limited_as(host) == NOWHERE
