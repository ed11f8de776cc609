"""Page furniture: lines that belong to the web page around a text. Whole-line patterns only; in doubt, content."""

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

from app.corpus.lines import Line
from app.text import fold

_ITEMS = "items?|articles?|artikel|articulos?|articoli|itens|produits?|products?"
_BASKET = "cart|basket|bag|panier|warenkorb|carrito|carrello|carrinho"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # the basket in the page's header
        rf"\d+ ({_ITEMS})[ ,:|-]+\S{{0,4}} ?[\d.,]+ ?\S{{0,4}} ({_BASKET})",
        r"(you have no|no|0) items? in your (shopping )?(cart|basket|bag)\.?",
        r"your (shopping )?(cart|basket|bag) is (currently )?empty\.?",
        r"(votre panier est vide|ihr warenkorb ist leer|tu carrito esta vacio|il tuo carrello e vuoto)\.?",
        rf"({_BASKET}) ?\(\d+\)",
        # skip links, paging, sharing
        r"skip to (main )?(content|navigation)|aller au contenu( principal)?|zum inhalt springen|saltar al contenido",
        r"(back|return) to top|retour en haut|nach oben",
        r"page \d+ (of|/|sur|von|de) \d+",
        r"share on (facebook|twitter|x|pinterest|linkedin|whatsapp)",
        r"accept (all )?cookies|accepter (tous )?les cookies|alle cookies akzeptieren",
        # copyright lines
        r"(©|\(c\)|copyright).{0,80}(all rights reserved|tous droits reserves|alle rechte vorbehalten).?",
        r"(©|copyright ©?) ?\d{4}.{0,60}",
        r"powered by \S{2,30}",
    )
)


def furniture(lines: Sequence[Line]) -> set[int]:
    """Indices of the lines that are page furniture: known widgets, rules without a word, and tables of contents."""
    widgets = {i for i, line in enumerate(lines) if is_widget(line.text) and not (i and lines[i - 1].is_question)}
    return widgets | _table_of_contents(lines)


_LONGEST_WIDGET = 120


def is_widget(text: str) -> bool:
    """Whether the whole line is a known page widget or has no letter and no digit at all."""
    if not any(c.isalnum() for c in text):
        return True
    folded = fold(text) if len(text) <= _LONGEST_WIDGET else ""
    return any(pattern.fullmatch(folded) for pattern in _PATTERNS)


_TOP = 5


def _table_of_contents(lines: Sequence[Line]) -> set[int]:
    """Three or more lines that begin near the top; each stands again below them all, with a text of its own."""
    last = {line.body: i for i, line in enumerate(lines)}
    start = next((i for i, line in enumerate(lines[:_TOP]) if last[line.body] > i), 0)
    run = list(takewhile(lambda i: last[lines[i].body] > i, range(start, len(lines))))
    twins = [last[lines[i].body] for i in run]
    apart = all(following - twin > 1 for twin, following in pairwise(twins))
    return set(run) if len(run) > 2 and min(twins) > run[-1] and apart else set()
