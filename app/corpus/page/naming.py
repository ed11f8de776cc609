"""What an element's class and id say of it, as far as authors everywhere name things alike."""

import re
from functools import lru_cache

from app.corpus.page.nodes import Node

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PART = re.compile(r"[^\W_]+")
_OF_OTHERS = frozenset({"has", "no", "with", "without", "is", "js", "show", "hide"})
"""A name that begins so tells a state, or what is elsewhere: `has-sidebar`, `no-menu`."""

NAVIGATION = frozenset({
    "breadcrumb", "breadcrumbs", "menu", "submenu", "megamenu", "nav", "navbar", "navigation", "pagination",
    "pager", "sidebar", "toc", "skip", "skiplink", "share", "sharing", "social", "related", "relatives",
    "recommended", "recommendations", "tags", "brotkrumen", "teilen", "ariane", "partager", "migas", "compartir",
    "condividi", "compartilhar", "delen", "kruimelpad", "okruszki", "meta", "byline", "timestamp",
})  # fmt: skip
BANNER = frozenset({
    "cookie", "cookies", "consent", "gdpr", "ccpa", "dsgvo", "rgpd", "lgpd", "newsletter", "newsletters",
    "subscribe", "subscription", "signup", "popup", "modal", "overlay", "lightbox", "promo", "announcement",
    "advert", "advertisement", "ads", "chat", "livechat", "chatbot", "review", "reviews", "testimonial",
    "testimonials", "vote", "votes", "voting", "rating", "ratings", "helpful", "feedback", "captcha", "upsell",
    "comments", "infolettre", "boletin", "einwilligung", "bewertung", "bewertungen", "avis", "galletas",
    "nieuwsbrief", "rundbrief", "recensioni", "opinie",
})  # fmt: skip
FOOTER = frozenset({"footer", "sitefooter", "pagefooter", "mainfooter", "globalfooter", "colophon", "fusszeile"})
MASTHEAD = frozenset({"header", "siteheader", "masthead", "topbar"})
UNSEEN = frozenset({"visuallyhidden", "sronly", "screenreadertext", "screenreader", "offscreen", "assistivetext"})

QUESTION = frozenset({
    "question", "questions", "pregunta", "frage", "frages", "vraag", "domanda", "pergunta", "pytanie", "otazka",
    "kysymys", "fraga", "soru", "vopros",
})  # fmt: skip
ANSWER = frozenset({
    "answer", "answers", "respuesta", "reponse", "antwort", "antwoord", "risposta", "resposta", "odpowiedz",
    "odpoved", "vastaus", "svar", "cevap", "otvet",
})  # fmt: skip
OPENING = frozenset({
    "accordion", "accordeon", "akkordeon", "acordeon", "collapse", "collapsible", "toggle", "expand", "expander",
    "faq", "faqs",
})  # fmt: skip
HEADING = frozenset({
    "title", "header", "heading", "head", "trigger", "toggle", "label", "button", "summary", "name", "titel",
    "titre", "titulo", "titolo",
})  # fmt: skip


def names_of(node: Node) -> frozenset[str]:
    """The words of its class and id, in small letters: `faqItem__question` says faq, item, question."""
    return _words(node.get("class")) | _words(node.get("id")) | _words(node.get("slot"))


def whole_names_of(node: Node) -> frozenset[str]:
    """Its classes and id as they are, in small letters, without signs between their words."""
    told = f"{node.get('class')} {node.get('id')}".split()
    return frozenset("".join(_PART.findall(name)).casefold() for name in told)


@lru_cache(1 << 12)
def _words(names: str) -> frozenset[str]:
    words: set[str] = set()
    for name in names.split():
        parts = [part.casefold() for part in _PART.findall(_HUMP.sub("-", name))]
        words.update(() if parts and parts[0] in _OF_OTHERS else parts)
    return frozenset(words)
