"""`faq findings`."""

import dataclasses

from app.commands.options import Json, Merchants, print_json
from app.settings import Settings


def findings(merchant: Merchants = None, *, as_json: Json = False) -> None:
    """Show what is doubtful in the served passages: those that nearly repeat or contradict each other."""
    from app import printed_inspection, terminal, wiring
    from app.generations import load_current
    from app.requests import require_known

    served = load_current(Settings.from_environment().index_dir, wiring.vector_index())
    wanted = merchant or [each.id for each in served.content.merchants]
    require_known(wanted, {each.id for each in served.content.merchants})
    found = [each for each in served.findings if each.merchant_id in wanted]
    if as_json:
        print_json([dataclasses.asdict(each) for each in found])
    else:
        printed_inspection.print_served(terminal.open_console(), found, served.content.passages.by_key)
