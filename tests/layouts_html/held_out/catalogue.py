"""The pages that were written after the reader, and the language in which each of them is tested."""

from collections.abc import Mapping

from tests.layouts_html.held_out import centres, exports, grids, openers, told
from tests.layouts_html.page import Layout

HELD_OUT: Mapping[Layout, str] = {
    centres.previewed_articles: "en",
    centres.article_with_contents: "de",
    centres.numbered_clauses: "pl",
    centres.sidebar: "nl",
    openers.hashed_toggles: "en",
    openers.checkboxes: "it",
    openers.radio_tabs: "es",
    openers.target_panels: "fr",
    openers.labels: "sv",
    openers.linked_headings: "tr",
    exports.mailed: "de",
    exports.printed: "en",
    exports.notes: "fr",
    exports.talk: "ru",
    grids.flipping_cards: "ko",
    grids.category_column: "es",
    grids.pictured_terms: "th",
    grids.counted_rows: "zh",
    grids.quoted: "pl",
    grids.pictured_letters: "ja",
    grids.right_to_left_builder: "ar",
    told.json_ld_differs: "hi",
    told.product_with_offer: "es",
    told.between_widgets: "en",
}
