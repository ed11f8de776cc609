"""All layouts by name, and the language in which each of them is tested."""

from collections.abc import Mapping

from tests.layouts_html import accordions, headings, lists, mixtures, structured
from tests.layouts_html.page import Layout

TESTED: Mapping[Layout, str] = {
    accordions.hosted_shop_toggles: "en",
    accordions.wordpress_blocks: "de",
    accordions.details: "fr",
    accordions.nested_details: "pl",
    accordions.aria_accordion: "es",
    accordions.jquery_accordion: "ja",
    accordions.collapsing_cards: "en",
    accordions.tabs: "de",
    accordions.amp_accordion: "th",
    accordions.custom_elements: "en",
    accordions.read_more: "fr",
    headings.help_article: "es",
    headings.category_with_articles: "en",
    headings.three_levels: "ja",
    headings.bold_paragraphs: "pl",
    headings.bold_then_break: "fr",
    headings.anchor_index: "de",
    headings.crowded_page: "en",
    headings.policy: "de",
    headings.semantic_articles: "th",
    headings.media: "es",
    headings.minified: "pl",
    headings.xhtml: "fr",
    lists.several_terms: "en",
    lists.wrapped_terms: "ar",
    lists.two_columns: "es",
    lists.titled_columns: "de",
    lists.numbered_questions: "pl",
    lists.labelled_paragraphs: "en",
    lists.labelled_blocks: "th",
    lists.speech_bubbles: "fr",
    lists.nineties: "en",
    structured.json_ld_alone: "ja",
    structured.json_ld_beside: "en",
    structured.json_ld_graph: "es",
    structured.microdata: "ar",
    structured.microdata_headings: "de",
    mixtures.right_to_left: "ar",
    mixtures.two_languages: "en",
    mixtures.builder_soup: "pl",
}

BY_NAME: Mapping[str, Layout] = {layout.__name__: layout for layout in TESTED}
