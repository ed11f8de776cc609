"""Where a service without keys may listen: where only this machine reaches it."""

import socket
from pathlib import Path

import pytest

from app.errors import DataFolderError, ServingError
from app.grants import Grant
from app.key_file import KeyFile
from app.listening import is_loopback, require_keys


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.10", "::1", "localhost"])
def test_this_machines_own_addresses_need_no_key(host: str, tmp_path: Path) -> None:
    assert is_loopback(host)
    require_keys(host, KeyFile(tmp_path))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "2001:db8::1", "0"])  # noqa: S104 - nothing listens
def test_any_other_address_needs_one(host: str, tmp_path: Path) -> None:
    file = KeyFile(tmp_path)
    with pytest.raises(ServingError, match=rf"^{host} can be reached .* holds no key.*`faq keys create --role agent`"):
        require_keys(host, file)
    file.add(Grant(role="agent"))
    require_keys(host, file)


def test_a_name_that_leads_to_another_address_too_is_not_this_machines_own(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 0, "", (ip, 0)) for ip in ("127.0.0.1", "192.0.2.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    assert not is_loopback("shop.example")


def test_every_address_at_once_needs_one(tmp_path: Path) -> None:
    with pytest.raises(ServingError, match=r"^every address can be reached from other machines"):
        require_keys("", KeyFile(tmp_path))


def test_a_file_without_any_key_left_is_none(tmp_path: Path) -> None:
    file = KeyFile(tmp_path)
    file.revoke(file.add(Grant(role="agent")).key.id)
    with pytest.raises(ServingError, match="holds no key"):
        require_keys("::", file)


def test_a_damaged_file_stops_the_service_wherever_it_would_listen(tmp_path: Path) -> None:
    file = KeyFile(tmp_path)
    file.path.write_text("{")
    with pytest.raises(DataFolderError, match="is not a file of keys"):
        require_keys("127.0.0.1", file)


@pytest.mark.parametrize("host", ["no host", "x" * 64, "\udcff"])
def test_a_name_that_leads_nowhere_is_told(host: str) -> None:
    with pytest.raises(ServingError, match=r"leads to no address: .* FAQ_HOST names another, such as 127"):
        is_loopback(host)
