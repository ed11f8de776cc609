"""JSON that nobody should send: wrong types, names twice, numbers without end, depth, and texts that are cut off."""

import json
from collections.abc import Callable, Mapping, Sequence
from random import Random

from scripts.reliability.strange_texts import strange_text

_NUMBERS = (0, -1, 1, 10, 50, 51, 2**31, 2**63, -(2**63), 10**30, 0.5, -0.0, 1e308)
_RAW = (
    b"", b" ", b"null", b"[]", b"{", b'{"q": ', b'{"q": "a",}', b'{"q": NaN}', b'{"q": "a", "limit": Infinity}',
    b'{"q": "a", "q": "b"}', b'{"q": "a", "limit": 1, "limit": 2}', b'{"q": "\\ud800"}', b'{"q": "\xff"}',
    b'\xef\xbb\xbf{"q": "a"}',
    b'{"q": 1e999}', b'{"q": "a", "limit": ' + b"9" * 5000 + b"}", b"[" * 5000, b'{"q":' * 3000, b'{"a":' * 100_000,
    b'{"q": "' + b"a" * 100_000 + b'"}', '{"q": "a"}'.encode("utf-16"), b"\x00" * 100, b"q=a&limit=3",
    b'{"q": "a"}{"q": "b"}',
)  # fmt: skip


def strange_value(chance: Random, depth: int = 3) -> object:
    """Any JSON value."""
    makers: Sequence[Callable[[], object]] = (
        lambda: strange_text(chance),
        lambda: chance.choice(_NUMBERS),
        lambda: chance.choice((None, True, False)),
        lambda: [strange_value(chance, depth - 1) for _ in range(chance.choice((0, 1, 3, 101)))],
        lambda: {strange_text(chance, 3): strange_value(chance, depth - 1) for _ in range(chance.choice((0, 1, 3)))},
    )
    return chance.choice(makers if depth else makers[:3])()


def strange_json(chance: Random, usual: Mapping[str, object]) -> bytes:
    """A body: the usual one, one of its values replaced, a name more, cut off, or nothing like it."""
    kind, body = chance.random(), dict(usual)
    if kind < 0.1:
        return chance.choice(_RAW)
    if kind < 0.6:
        body[chance.choice(list(body))] = strange_value(chance)
    elif kind < 0.7:
        body[strange_text(chance, 4)] = strange_value(chance)
    elif kind < 0.8:
        del body[chance.choice(list(body))]
    written = json.dumps(body, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")
    if kind > 0.95:
        place = chance.randrange(len(written))
        return written[:place] + (b"" if kind > 0.975 else bytes([chance.randrange(256)]) + written[place + 1 :])
    return written
