"""All settings in one frozen value, read from FAQ_* variables; nothing else reads the environment."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from app.errors import SettingsError
from app.origins import as_sent, is_address, is_origin


def _setting(default: str, meaning: str) -> Any:  # Any: a field() stands in for its type
    """A field whose raw default and meaning the README's settings table is checked against."""
    return field(metadata={"default": default, "meaning": meaning})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every setting, validated; each field `name` is the variable `FAQ_NAME`."""

    corpus_dir: Path = _setting("corpus", "folder with `merchants.toml` and the merchants' documents")
    index_dir: Path = _setting("index", "folder for models and published generations")
    data_dir: Path = _setting("index/data", "folder for keys and for what the running service writes")
    host: str = _setting("127.0.0.1", "address to listen on")
    port: int = _setting("8000", "port to listen on; 0 takes a free one")
    public_url: str = _setting(
        "",
        "address at which people reach the service, for links and as the name that `/mcp` answers to; "
        "empty takes `http://{host}:{port}`",
    )
    allowed_origins: str = _setting(
        "", "websites whose pages may search: origins as in `https://shop.example`, parted by commas, or `*`"
    )
    trusted_proxies: str = _setting(
        "",
        "addresses or networks of reverse proxies, parted by commas, whose `X-Forwarded-For` says who asks; "
        "empty trusts none",
    )
    rate: int = _setting(
        "20", "requests a second of one client address (IPv6: one /64), five seconds' worth at once; 0: any number"
    )
    model: str = _setting("bundled", "`bundled`, `hashing` (for tests), a hub name or a sentence-transformers folder")
    query_prefix: str = _setting("", "query prefix of another model; empty takes the one in its own configuration")
    passage_prefix: str = _setting("", "passage prefix of another model; empty takes the one in its own configuration")
    second_encoder: str = _setting("universal", "`universal` (16 languages, 150 MB of memory) or `none`")
    quality_queries: Path = _setting(
        "", "file of labelled queries that a new generation must answer as well as the served one; empty asks none"
    )
    token_pooling: int = _setting(
        "1", "neighbouring tokens kept as one row: 2 halves what the index takes on disk, at some loss (README)"
    )
    encoder_threads: int = _setting("1", "threads of the query encoder; two take as long, at more cost")
    encoder_ms: int = _setting(
        "800", "milliseconds that a search waits for the encoders; then letters alone rank, and `degraded` is true"
    )
    workers: int = _setting("2", "searches computed at the same time; others wait in the queue")
    queue: int = _setting("64", "searches that may wait; one more is answered 503 `overloaded`")
    queue_ms: int = _setting("2000", "milliseconds that a search may wait before it is answered 503 `overloaded`")
    cache_mb: int = _setting("32", "megabytes for replies and query embeddings that are kept for the same query again")
    processes: int = _setting("1", "processes that serve; each loads everything, and keeps its own replies and figures")
    log_format: str = _setting("auto", "of log lines: `json`, `text`, or `auto`: text on a terminal, JSON elsewhere")
    log_queries: bool = _setting("no", "`yes` has the log line of a search say what was searched for, redacted")
    query_log: bool = _setting(
        "no",
        "`yes` keeps what is asked, redacted, how it was answered and what is done with the hits, in "
        "`FAQ_DATA_DIR/queries.sqlite3`",
    )
    query_log_days: int = _setting("90", "days that a query, and what is done with its hits, is kept")

    def __post_init__(self) -> None:
        try:
            urlsplit(self.address)
        except ValueError as exc:
            wanted = "give a name or an address such as 127.0.0.1 or ::1"
            raise SettingsError(f"FAQ_HOST is {self.host!r}; {wanted}.") from exc

    @property
    def bytes_of_a_cache(self) -> int:
        """What each of the two caches may hold: replies, and query embeddings."""
        return self.cache_mb * 1_000_000 // 2

    @property
    def origins(self) -> tuple[str, ...]:
        """The websites whose pages may search, each as browsers send it."""
        return tuple(map(as_sent, _parted(self.allowed_origins)))

    @property
    def proxies(self) -> list[str]:
        """The reverse proxies whose word is taken for who asks: addresses and networks."""
        return _parted(self.trusted_proxies)

    @property
    def address(self) -> str:
        """Where browsers reach the service, as they would send it, without a slash at the end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return as_sent(self.public_url or f"http://{host}:{self.port}").rstrip("/")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Settings from `environment` (default: the process's own).

        Raises SettingsError for an unusable value and for a FAQ_* variable that does not exist.
        """
        given = {k: v for k, v in (os.environ if environment is None else environment).items() if k.startswith("FAQ_")}
        known = {variable(f.name): f for f in fields(cls)}
        if unknown := sorted(given.keys() - known.keys()):
            raise SettingsError(f"{unknown[0]} is not a setting. Known: {', '.join(known)}.")
        values: dict[str, Any] = {  # Any: each value has its own field's type
            f.name: _parse(name, f.type, given.get(name, f.metadata["default"])) for name, f in known.items()
        }
        return cls(**values)


def variable(name: str) -> str:
    """The environment variable of a field."""
    return f"FAQ_{name.upper()}"


def _parse(name: str, kind: object, raw: str) -> object:
    if kind is Path:
        return Path(raw)
    if kind is str:
        return _checked(name, raw)
    return _yes_or_no(name, raw) if kind is bool else _natural(name, raw)


def _parted(raw: str) -> list[str]:
    return [origin.strip() for origin in raw.split(",") if origin.strip()]


def _is_network(raw: str) -> bool:
    try:
        ip_network(raw)
    except ValueError:  # no address, or one with bits beyond its prefix
        return False
    return True


_CHECKS: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "FAQ_LOG_FORMAT": (("auto", "json", "text").__contains__, "one of auto, json, text"),
    "FAQ_SECOND_ENCODER": (("universal", "none").__contains__, "one of universal, none"),
    "FAQ_PUBLIC_URL": (lambda raw: not raw or is_address(raw), "an address such as https://faq.example"),
    "FAQ_ALLOWED_ORIGINS": (
        lambda raw: raw.strip() == "*" or all(map(is_origin, _parted(raw))),
        "origins such as https://shop.example (xn--... for other letters), without a path and parted by commas, or *",
    ),
    "FAQ_TRUSTED_PROXIES": (
        lambda raw: all(map(_is_network, _parted(raw))),
        "addresses or networks such as 10.0.0.1, 10.1.0.0/16, parted by commas",
    ),
}
"""Whether a text can be used; what can, in words."""


def _checked(name: str, raw: str) -> str:
    is_usable, wanted = _CHECKS.get(name, (lambda _: True, ""))
    if not is_usable(raw):
        raise SettingsError(f"{name} is {raw!r}; give {wanted}.")
    return raw


_RANGES = {
    "FAQ_TOKEN_POOLING": (1, 8),
    "FAQ_PORT": (0, 65535),
    "FAQ_RATE": (0, 100_000),
    "FAQ_ENCODER_THREADS": (1, 256),
    "FAQ_ENCODER_MS": (1, 600_000),
    "FAQ_WORKERS": (1, 256),
    "FAQ_QUEUE": (0, 100_000),
    "FAQ_QUEUE_MS": (1, 600_000),
    "FAQ_CACHE_MB": (0, 100_000),
    "FAQ_PROCESSES": (1, 256),
    "FAQ_QUERY_LOG_DAYS": (1, 3650),
}


def _yes_or_no(name: str, raw: str) -> bool:
    if raw not in {"yes", "no"}:
        raise SettingsError(f"{name} is {raw!r}; give yes or no.")
    return raw == "yes"


def _natural(name: str, raw: str) -> int:
    low, high = _RANGES[name]
    if len(raw) > 6 or not (raw.isascii() and raw.isdigit()) or not low <= int(raw) <= high:
        raise SettingsError(f"{name} is {raw!r}; give a whole number from {low} to {high}.")
    return int(raw)
