"""Whose address a request comes from, as far as limits tell callers apart."""

from ipaddress import IPv4Address, IPv6Address, ip_address

NOWHERE = "no address"
"""What callers share whose address cannot be read, or is anybody's: behind a Unix socket, or some proxies."""

_SUBSCRIBER = 64
"""Bits of an IPv6 address that a provider gives to one line; the others are for whoever has it to choose."""


def limited_as(host: str | None, *, forwarded: str = "") -> str | None:
    """The name that a client's address is limited by: IPv4 whole, IPv6 by its /64; None for the machine itself.

    Not for who is said to be that machine, in what proxies have `forwarded`: on whichever they are, it is not this one.
    """
    address = _address(host)
    if address is None:
        return NOWHERE
    if address.is_loopback:
        return NOWHERE if host and host in forwarded else None
    if isinstance(address, IPv4Address):
        return str(address)
    host_bits = 128 - _SUBSCRIBER
    return f"{IPv6Address(int(address) >> host_bits << host_bits)}/{_SUBSCRIBER}"


def _address(host: str | None) -> IPv4Address | IPv6Address | None:
    """IPv4 addresses written as IPv6 (::ffff:192.0.2.1) are IPv4."""
    try:
        address = ip_address(host or "")
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
