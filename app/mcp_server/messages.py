"""Whether a body is a message of JSON-RPC 2.0: the SDK refuses what is none with the names of its own classes."""

from mcp.types import jsonrpc_message_adapter
from pydantic_core import ValidationError, from_json

INVALID_REQUEST = {
    "jsonrpc": "2.0",
    "id": None,
    "error": {
        "code": -32600,
        "message": "Not a message of JSON-RPC 2.0. Send an object with jsonrpc, id, method, and params as an object.",
    },
}


def is_message(body: bytes) -> bool:
    """False for JSON that is none; what is no JSON is left to the SDK, which says where it ends to be."""
    try:
        parsed = from_json(body)
    except ValueError:
        return True
    try:
        jsonrpc_message_adapter.validate_python(parsed, by_name=False)
    except ValidationError:
        return False
    return True
