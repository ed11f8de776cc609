"""Whether an address is this machine's own alone: elsewhere nobody may ask without a key."""

import socket
from ipaddress import ip_address

from app.errors import ServingError
from app.key_file import KeyFile


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches what listens there, whatever the name leads to. Raises ServingError."""
    if not host:  # every address of the machine
        return False
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as exc:
        raise ServingError(f"{host} leads to no address: {exc}. FAQ_HOST names another, such as 127.0.0.1.") from exc
    return all(ip_address(str(where[0])).is_loopback for *_, where in found)


def require_keys(host: str, keys: KeyFile) -> None:
    """Raises ServingError where others than this machine could ask, and there is no key that could keep them out.

    Raises DataFolderError where the keys cannot be read.
    """
    if not keys.read() and not is_loopback(host):
        raise ServingError(
            f"{host or 'every address'} can be reached from other machines, and {keys.path} holds no key, so anybody "
            "could ask. Run `faq keys create --role agent` (or another role) first, or listen on 127.0.0.1."
        )
