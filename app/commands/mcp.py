"""`faq mcp`."""

from app.settings import Settings


def mcp() -> None:
    """Serve the index to an assistant over standard input and output (Model Context Protocol)."""
    from app.mcp_server import run_stdio

    run_stdio(Settings.from_environment())
