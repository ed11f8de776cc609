"""Where a citation leads."""

from urllib.parse import quote

from app.domain import Source


def passage_link(passage_id: str, source: Source, address: str) -> str:
    """Where people can read a passage: its document's own page where the registry tells one, else ours.

    `address` is the service's, as `Settings.address` has it. Only http(s) leads anywhere, whatever a registry says.
    """
    if source.url and source.url.lower().startswith(("http://", "https://")):
        return source.url
    return f"{address}/source/{quote(passage_id, safe=':')}"
