"""`faq serve`."""

from typing import Annotated

import typer

from app.settings import Settings


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on (default: FAQ_HOST, else 127.0.0.1).")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port to listen on (default: FAQ_PORT, else 8000).")
    ] = None,
) -> None:
    """Serve the index over HTTP until interrupted."""
    from app.api.server import run

    settings = Settings.from_environment()
    run(settings, host=host or settings.host, port=settings.port if port is None else port)
