"""What is wrong with a reply to a strange request, if anything."""

import json
import re
from collections.abc import Collection

from app.api.problems import KINDS, MEDIA_TYPE
from scripts.reliability.raw_calls import Reply
from scripts.reliability.strange_requests import Strange

LONGEST = 1.0
"""Seconds that a reply may take."""

CODES = {kind.code for kind in KINDS.values()} | {"method_not_allowed", "malformed_request", "head_too_large"}
_BUSY = 503
_PLAIN = b"Invalid HTTP request received."
_INSIDE = re.compile(
    rb'Traceback|File "|site-packages|object at 0x|<class |\b[A-Z][A-Za-z]+(?:Error|Exception)\b|\w\.py\b'
)


def fault_of(asked: Strange, reply: Reply, paths: Collection[bytes]) -> str:
    """What is wrong, blank where nothing is; `paths` are those of this machine that no reply may tell."""
    if reply.ended:
        unheard = reply.ended == "closed" and not asked.whole
        return "" if unheard else f"no reply: {reply.ended}"
    if told := next((path for path in paths if path in reply.body), b""):
        return f"tells the path {told!r}"
    return _fault_of_error(asked, reply) if reply.status >= 400 else ""


def _fault_of_error(asked: Strange, reply: Reply) -> str:
    if reply.status >= 500 and not (reply.status == _BUSY and reply.header("retry-after")):
        return f"status {reply.status}"
    if found := _INSIDE.search(reply.body):
        return f"tells of its inside: {found[0]!r}"
    return "" if asked.method == "HEAD" or is_plain(reply) else _fault_of_problem(asked, reply)


def is_plain(reply: Reply) -> bool:
    """Whether the server refused it before the service heard of it."""
    return reply.status == 400 and reply.body == _PLAIN


def _fault_of_problem(asked: Strange, reply: Reply) -> str:
    try:
        told = json.loads(reply.body)
    except ValueError:
        return f"status {reply.status} without a problem: {reply.body[:80]!r}"
    if asked.is_message and "jsonrpc" in told:
        return ""
    if reply.header("content-type") != MEDIA_TYPE:
        return f"status {reply.status} as {reply.header('content-type')!r}"
    known = told.get("code") in CODES and told.get("status") == reply.status
    return "" if known else f"status {reply.status} with code {told.get('code')!r}"
