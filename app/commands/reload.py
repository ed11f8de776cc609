"""`faq reload`."""

import typer

from app.settings import Settings


def reload() -> None:
    """Have every service over this index load the served generation again. They notice a new one by themselves."""
    from app.generations import current_name

    index = Settings.from_environment().index_dir
    served = current_name(index)
    (index / "CURRENT").touch()
    typer.echo(f"Services over {index} load generation {served} again within a second; /readyz says what they serve.")
