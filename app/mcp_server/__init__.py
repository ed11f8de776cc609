"""The door for assistants: a Model Context Protocol server with two tools, `search` and `fetch`."""

from app.mcp_server.stdio import run_stdio

__all__ = ["run_stdio"]
