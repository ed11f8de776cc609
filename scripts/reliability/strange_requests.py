"""Requests to every endpoint that are wrong in one way or in many; each is told by a seed and a number."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random
from urllib.parse import quote

from scripts.reliability.strange_texts import strange_text
from scripts.reliability.strange_values import strange_json, strange_value

Headers = Sequence[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Strange:
    """The bytes to send; of what is no `whole` request, the service may as well close the connection unheard."""

    kind: str
    method: str
    sent: bytes
    whole: bool = True

    def to(self, id_end: str, credential: str) -> "Strange":
        """The same about an id that is there, by a caller with a credential, or by nobody where that is empty."""
        sent = self.sent.replace(PLACEHOLDER.encode(), id_end.encode())
        if credential and self.whole:
            line, _, rest = sent.partition(b"\r\n")
            sent = b"%b\r\nAuthorization: Bearer %b\r\n%b" % (line, credential.encode(), rest)
        return replace(self, sent=sent)

    @property
    def is_message(self) -> bool:
        """Whether it is for assistants' tools, whose errors are JSON-RPC's own."""
        return self.sent.startswith(b"POST /mcp")


def strange_request(seed: int, number: int) -> Strange:
    """The request of this number, always the same."""
    chance = Random(f"{seed}:{number}")  # noqa: S311 - the same again is what it is for
    kinds, weights = zip(*_KINDS.items(), strict=True)
    (kind,) = chance.choices(kinds, [weight for weight, _ in weights])
    return _KINDS[kind][1](chance, kind)


_SEARCH = {"q": "how long does delivery take", "merchant": ["lamps"], "language": "en", "limit": 5, "offset": 0}
_ANSWER = {"q": "may i return a lamp", "merchant": "lamps", "limit": 2}
PLACEHOLDER = "0123456789abcdef"
"""Stands for the end of an id that the service has, wherever a request holds one; as long as such an end is."""

_ID = f"lamps:{PLACEHOLDER}"
_FEEDBACK = {"query": "lamps", "passage_id": _ID, "helpful": True}
_SUGGEST = {"q": "how lo", "merchant": "lamps", "limit": 3}
_FOUND = {"passages": _ID, "documents": "lamps/faq.txt", "source": _ID}
_CALLED = {"search": {"query": "how long does delivery take", "limit": 3}, "fetch": {"id": _ID}}
_PATHS = ("/", "/console", "/docs", "/openapi.json", "/healthz", "/readyz", "/metrics", "/v1/merchants",
          "/static/faq-search.js",
          "/v1/admin/keys", "/v1/admin/reload", "/v1/search", "/v1/suggest", "/v1/answer", "/mcp")  # fmt: skip
_CLIMBS = ("..", "%2e%2e", "%2e%2e%2f%2e%2e%2f", "..%5c..%5c", "....//", "%00", "%ff", "%c0%ae%c0%ae", "etc/passwd",
           "//", ";a=b",
           "%252e%252e", "%0d%0aX-Injected:%201", "a" * 3000, "%E2%80%AE", "%F0%9F%87%A6" * 200, "?", "#")  # fmt: skip
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")
_HEADERS = ("Authorization", "Origin", "Range", "Accept", "Accept-Encoding", "Accept-Language", "Content-Type",
            "Cookie", "Forwarded",
            "X-Forwarded-For", "X-Forwarded-Host", "X-Request-Id", "Referer", "If-None-Match", "If-Modified-Since",
            "Expect",
            "Access-Control-Request-Method", "Access-Control-Request-Headers", "Sec-Fetch-Site", "Upgrade", "Host",
            "X-Odd")  # fmt: skip
_VALUES = (b"", b"Bearer", b"Bearer ", b"Bearer " + b"a" * 4000, b"Bearer fk_0.0", b"Bearer eyJhbGciOiJub25lIn0.e30.",
           b"Basic Og==",
           b"null", b"https://evil.example", b"http://[::1", b"file://", b"bytes=0-", b"bytes=5-1,9-",
           b"bytes=0-1" + b",0-1" * 500,
           b"*/*;q=9", b"gzip;q=x, \xff", b"text/html; charset=\xe9", b"application/json; charset=utf-7",
           b"multipart/form-data",
           b"for=1.2.3.4", b"127.0.0.1, " * 300, b"unknown", b'"x"', b'W/"', b"Mon, 32 Foo 9999", b"100-continue",
           b"websocket",
           b"\x80\xff\xfe", b"\t \t", b"a" * 9000, b"../../etc/passwd", b"${x}", b"localhost:99999999")  # fmt: skip
_BAD = (b"", b"\r\n" * 20, b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET / HTTP/1.1\r\nHost\r\n\r\n",
        b"GET / HTTP/1.1\r\n: x\r\n\r\n",
        b"GET / HTTP/1.1\nHost: x\n\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"\x00" * 500,
        b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n", b"GET http://[ HTTP/1.1\r\n\r\n", b"G" * 70_000,
        b"POST /v1/search HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"POST /v1/search HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        b"POST /v1/search HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
        b"POST /v1/search HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
        b"POST /v1/search HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\na",
        b"POST /v1/search HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"CONNECT x:1 HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n", b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 20_000 + b"\r\n",
        b"GET / HTTP/0.9\r\n\r\n")  # fmt: skip


def _written(method: str, target: str, headers: Headers = (), *, body: bytes | None = None) -> bytes:
    lines = [f"{method} {target} HTTP/1.1".encode("utf-8", "surrogatepass")]
    if not any(name.lower() == "host" for name, _ in headers):
        lines.append(b"Host: 127.0.0.1")
    lines += [name.encode() + b": " + value for name, value in headers]
    if body is not None and not any(name.lower() in ("content-length", "transfer-encoding") for name, _ in headers):
        lines.append(b"Content-Length: %d" % len(body))
    return b"\r\n".join(lines) + b"\r\n\r\n" + (body or b"")


def _strange_headers(chance: Random, many: int = 1) -> list[tuple[str, bytes]]:
    return [(chance.choice(_HEADERS), chance.choice(_VALUES)) for _ in range(many)]


def _posted(path: str, usual: dict[str, object]) -> Callable[[Random, str], Strange]:
    def make(chance: Random, kind: str) -> Strange:
        headers = _strange_headers(chance) if chance.random() < 0.2 else []
        return Strange(kind, "POST", _written("POST", path, headers, body=strange_json(chance, usual)))

    return make


def _queried(path: str, usual: dict[str, object]) -> Callable[[Random, str], Strange]:
    def make(chance: Random, kind: str) -> Strange:
        names = chance.choices([*usual, strange_text(chance, 3)], k=chance.choice((1, 2, 4, 120)))
        values = [strange_text(chance) if chance.random() < 0.5 else str(usual.get(name, "")) for name in names]
        pairs = [f"{_quoted(name)}={_quoted(value)}" for name, value in zip(names, values, strict=True)]
        query = chance.choice(("&", "&", "&", ";", "&&", "%26")).join(pairs)[:30_000]
        return Strange(kind, "GET", _written("GET", f"{path}?{query}"))

    return make


def _quoted(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def _looked_up(chance: Random, kind: str) -> Strange:
    folder, usual = chance.choice(list(_FOUND.items()))
    told = chance.choice((usual, strange_text(chance), usual + strange_text(chance, 3)))
    path = f"{'/' if folder == 'source' else '/v1/'}{folder}/{_quoted(told)}{chance.choice(('', '', *_CLIMBS))}"
    method = chance.choice(("GET", "GET", "HEAD"))
    return Strange(kind, method, _written(method, path))


def _at_a_strange_path(chance: Random, kind: str) -> Strange:
    parts = [chance.choice(("", "v1", "static", "documents", *_CLIMBS)) for _ in range(chance.randrange(1, 7))]
    path = chance.choice(("/", "/v1/documents/", "/static/", "/v1/passages/", "/mcp/", "/source/")) + "/".join(parts)
    return Strange(kind, "GET", _written("GET", path))


def _with_a_strange_method(chance: Random, kind: str) -> Strange:
    method, body = chance.choice(_METHODS), chance.choice((None, b"{}", b"x" * 100))
    return Strange(kind, method, _written(method, chance.choice(_PATHS), _strange_headers(chance), body=body))


def _with_strange_headers(chance: Random, kind: str) -> Strange:
    many, method = chance.choice((1, 2, 4, 90)), chance.choice(("GET", "GET", "HEAD", "OPTIONS"))
    return Strange(kind, method, _written(method, chance.choice(_PATHS), _strange_headers(chance, many)))


def _in_chunks(chance: Random, kind: str) -> Strange:
    body = strange_json(chance, _SEARCH)
    sizes = [chance.choice((1, 7, 4096, 70_000)) for _ in range(2)]
    pieces = [body[: sizes[0]], body[sizes[0] : sizes[0] + sizes[1]]]
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces if piece) + b"0\r\n\r\n"
    return Strange(kind, "POST", _written("POST", "/v1/search", [("Transfer-Encoding", b"chunked")], body=chunks))


def _with_a_wrong_length(chance: Random, kind: str) -> Strange:
    body = json.dumps(_SEARCH).encode()
    length = max(0, len(body) + chance.choice((-50, -1, 1, 1000, 10**9)))
    path = chance.choice(("/v1/search", "/v1/answer", "/v1/feedback", "/mcp"))
    headers = [("Content-Length", b"%d" % length), ("Connection", b"close")]
    return Strange(kind, "POST", _written("POST", path, headers, body=body), whole=False)


def _large(chance: Random, kind: str) -> Strange:
    body = chance.choice((b" ", b"[", b"a", b"\xff", b'{"q":')) * chance.choice((70_000, 300_000))
    path = chance.choice(("/v1/search", "/v1/answer", "/v1/feedback", "/mcp"))
    return Strange(kind, "POST", _written("POST", path, (), body=body), whole=False)


def _no_http(chance: Random, kind: str) -> Strange:
    sent = chance.choice(_BAD) if chance.random() < 0.7 else chance.randbytes(chance.choice((1, 20, 3000)))
    return Strange(kind, "GET", sent, whole=False)


def _to_an_assistant_s_tools(chance: Random, kind: str) -> Strange:
    tool = chance.choice((*_CALLED, *_CALLED, strange_text(chance, 3)))
    arguments = _CALLED.get(tool, {}) if chance.random() < 0.4 else strange_value(chance)
    usual = {"jsonrpc": "2.0", "id": 1, "method": chance.choice(("tools/call", "tools/list", "initialize", "ping",
             "x")),
             "params": {"name": tool, "arguments": arguments}}  # fmt: skip
    body = strange_json(chance, usual) if chance.random() < 0.6 else json.dumps(usual).encode()
    headers = [("Content-Type", b"application/json"), ("Accept", b"application/json, text/event-stream")]
    return Strange(kind, "POST", _written("POST", "/mcp", headers, body=body))


_KINDS: dict[str, tuple[int, Callable[[Random, str], Strange]]] = {
    "search by POST": (22, _posted("/v1/search", _SEARCH)),
    "search by GET": (14, _queried("/v1/search", _SEARCH)),
    "suggest": (12, _queried("/v1/suggest", _SUGGEST)),
    "answer": (8, _posted("/v1/answer", _ANSWER)),
    "feedback": (6, _posted("/v1/feedback", _FEEDBACK)),
    "passage, document or source": (8, _looked_up),
    "strange path": (6, _at_a_strange_path),
    "strange method": (5, _with_a_strange_method),
    "strange headers": (6, _with_strange_headers),
    "body in chunks": (3, _in_chunks),
    "wrong length": (2, _with_a_wrong_length),
    "large body": (1, _large),
    "MCP": (5, _to_an_assistant_s_tools),
    "no HTTP": (2, _no_http),
}
"""How often each kind is asked, in percent."""
