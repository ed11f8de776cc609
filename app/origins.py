"""Addresses of websites, as browsers send them."""

import re
from urllib.parse import urlsplit

_ORIGIN = r"https?://([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?"
_PATH = r"(/[^\s?#]*)?"


def as_sent(address: str) -> str:
    """An address as browsers send it: its name in lower case, its port only where it is not the usual one."""
    parts = urlsplit(address)
    usual = {"http": ":80", "https": ":443"}.get(parts.scheme, "")
    return parts._replace(netloc=parts.netloc.lower().removesuffix(usual)).geturl()


def is_origin(raw: str) -> bool:
    """Whether it is a website's origin such as `https://shop.example`, without a path."""
    return _matches(raw, _ORIGIN)


def is_address(raw: str) -> bool:
    """Whether it is an origin, perhaps with a path."""
    return _matches(raw, _ORIGIN + _PATH)


def _matches(raw: str, pattern: str) -> bool:
    """Whether it has this form; the parser refuses a port or an IPv6 address that is none."""
    if not re.fullmatch(pattern, raw, re.ASCII | re.IGNORECASE):
        return False
    try:
        return urlsplit(raw).port != 0
    except ValueError:
        return False
