"""`faq merchants`."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from app.commands.options import Json, print_json
from app.settings import Settings

merchants = typer.Typer(
    name="merchants", help="List, add and remove merchants and their documents.", no_args_is_help=True
)

_TOLD = ("id", "path", "documents")
"""Keys that ID and FILE tell."""

MerchantId = Annotated[str, typer.Argument(metavar="ID", help="Which merchant: a-z, 0-9 and '-'.")]


@merchants.command("list")
def list_(as_json: Json = False) -> None:
    """Show who is listed in merchants.toml, with which documents, and what is wrong with those."""
    from app import printed_merchants
    from app.corpus.inventory import take_inventory

    folder = Settings.from_environment().corpus_dir
    found = take_inventory(folder)
    if as_json:
        print_json(printed_merchants.inventory_as_json(found))
    else:
        printed_merchants.print_inventory(found, folder)


@merchants.command()
def add(
    merchant_id: MerchantId,
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE",
            exists=True,
            dir_okay=False,
            help="Its texts. One outside of the corpus folder is copied to ID/NAME there.",
        ),
    ],
    *,
    name: Annotated[str | None, typer.Option(help="The name of a new merchant, as its texts say it.")] = None,
    label: Annotated[
        str | None, typer.Option(help="Instead of a name, where the texts do not say whose they are.")
    ] = None,
    about: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY=VALUE", help="Of a new merchant: contact, url, language, aliases (repeatable)."),
    ] = None,
    document: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY=VALUE",
            help="Of each FILE: title, language, url, retrieved, updated; of a table or JSON the names under which it "
            "holds question, answer, section (repeatable).",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Add a merchant with its documents to merchants.toml, or documents to a merchant that it lists.

    The file's comments stay. Nothing is changed unless every document can be read.
    """
    from app import printed_merchants
    from app.corpus.registry_edit import Addition, add

    folder = Settings.from_environment().corpus_dir
    named = [f"{key}={value}" for key, value in (("name", name), ("label", label)) if value]
    done = add(folder, Addition(merchant_id, files, _table([*named, *(about or ())]), _table(document or ())))
    if as_json:
        print_json(printed_merchants.added_as_json(done))
    else:
        printed_merchants.print_added(done, folder)


@merchants.command()
def remove(
    merchant_id: MerchantId,
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE]", help="Only these documents, as `faq merchants list` names them."),
    ] = None,
    *,
    as_json: Json = False,
) -> None:
    """Take a merchant, or some of its documents, out of merchants.toml. The files themselves stay."""
    from app import printed_merchants
    from app.corpus.registry_edit import remove

    folder = Settings.from_environment().corpus_dir
    done = remove(folder, merchant_id, files or ())
    if as_json:
        print_json(printed_merchants.removed_as_json(done))
    else:
        printed_merchants.print_removed(done, folder)


def _table(given: Iterable[str]) -> dict[str, str | list[str]]:
    """The keys of a table with their values; of aliases there may be many."""
    table, aliases = dict[str, str | list[str]](), list[str]()
    for each in given:
        key, sign, value = each.partition("=")
        if not sign or key in _TOLD:
            raise typer.BadParameter(f"{each!r} is not KEY=VALUE with a key that can be given here")
        if key == "aliases":
            aliases.append(value)
        table[key] = aliases if key == "aliases" else value
    return table
