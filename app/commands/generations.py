"""`faq generations`."""

from typing import Annotated

import typer

from app.commands.options import Json, print_json
from app.settings import Settings

generations = typer.Typer(
    name="generations", help="List published generations, serve an earlier one, remove old ones.", no_args_is_help=True
)


@generations.command("list")
def list_(as_json: Json = False) -> None:
    """List every generation on disk, newest first: served, fallback, or damaged and why."""
    from app import printed_generations, reports, upkeep, wiring

    settings = Settings.from_environment()
    usable = wiring.chosen_model(settings).require_there
    found = upkeep.listed(settings.index_dir, wiring.vector_index(), usable)
    if as_json:
        print_json([reports.listed_as_json(each) for each in found])
    else:
        printed_generations.print_listed(found)


@generations.command()
def rollback(
    generation: Annotated[
        str | None, typer.Argument(help="Which one (default: the newest whole one before the served).")
    ] = None,
) -> None:
    """Serve an earlier generation again, once it has been verified; a running service takes it at once."""
    from app import printed_generations, upkeep, wiring

    settings = Settings.from_environment()
    done = upkeep.roll_back(
        settings.index_dir,
        generation,
        wiring.vector_index(),
        usable=wiring.chosen_model(settings).require_there,
        prove=wiring.guard(settings).prove,
    )
    printed_generations.print_rolled_back(done)


@generations.command()
def prune(
    keep: Annotated[int, typer.Option(min=1, help="Generations to keep, the served one included.")] = 3,
) -> None:
    """Remove the oldest generations; never the served one."""
    from app import printed_generations, upkeep

    printed_generations.print_pruned(upkeep.prune(Settings.from_environment().index_dir, kept=keep))
