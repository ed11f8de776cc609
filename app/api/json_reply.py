"""Replies in JSON, written by orjson."""

from typing import Any

import orjson
from fastapi.responses import Response


class JsonReply(Response):
    """A value as JSON in UTF-8."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:  # Any: whatever JSON can say, as the class it stands for has it
        """The body."""
        return orjson.dumps(content)
