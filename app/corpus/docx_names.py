"""Names of WordprocessingML (ECMA-376, part 1), and what its attributes say."""

from lxml.etree import _Element

_DIGITS = 9
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def w(name: str) -> str:
    """An element's or attribute's name in the main namespace."""
    return f"{{{_W}}}{name}"


def local(element: _Element) -> str:
    """An element's name without its namespace; "" for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: _Element | None, name: str) -> str:
    """An attribute's value; "" where there is none."""
    return "" if element is None else str(element.get(w(name)) or "")


def number(element: _Element | None, name: str) -> int | None:
    """An attribute's value as a number; None where it is none, or none of a document that a person wrote."""
    told = attribute(element, name)
    return int(told) if told.isdecimal() and len(told) <= _DIGITS else None


def is_on(element: _Element | None) -> bool | None:
    """Whether a property such as bold is switched on; None where it is not told."""
    return None if element is None else attribute(element, "val") not in {"0", "false", "off", "none"}
