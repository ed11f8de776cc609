"""The `faq` command: its commands in the order of its help, and what becomes of their errors.

Exit codes: 0 done; 1 it could not be done, and the message says why; 2 the command line is wrong;
3 (search) no passage answers; 4 (evaluate) a figure fell below the baseline by more than the tolerance.
"""

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from app import __version__, terminal
from app.commands.doctor import doctor
from app.commands.evaluate import evaluate
from app.commands.feedback import feedback
from app.commands.findings import findings
from app.commands.gaps import gaps
from app.commands.generations import generations
from app.commands.ingest import ingest
from app.commands.keys import keys
from app.commands.mcp import mcp
from app.commands.merchants import merchants
from app.commands.overrides import overrides
from app.commands.queries import queries
from app.commands.reload import reload
from app.commands.search import search
from app.commands.serve import serve
from app.errors import FaqError

app = typer.Typer(
    name="faq",
    help="Semantic FAQ search: ranked source passages of merchants' texts, in whatever language you ask.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (ingest, search, serve, reload, doctor, feedback, findings, gaps, mcp, evaluate):
    app.command()(command)
app.add_typer(merchants)
app.add_typer(overrides)
app.add_typer(keys)
app.add_typer(queries)
app.add_typer(generations)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command line and gives back its exit code; errors that a person can mend are printed without a trace."""
    code: str | int | None = 1
    try:
        app(args=list(sys.argv[1:] if argv is None else argv), prog_name="faq")
    except (FaqError, OSError) as exc:  # an OSError names the file that the disk refused
        terminal.print_error(str(exc))
    except ImportError as exc:  # serving and ingesting need packages that the others do without
        terminal.print_error(f"{exc}. `faq doctor` says which package is missing or broken, and how to install it.")
    except SystemExit as ended:  # how the library ends every command, with its exit code
        code = ended.code
    return int(code or 0)


if __name__ == "__main__":
    sys.exit(main())
