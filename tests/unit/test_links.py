"""Links to passages: the document's own page where the registry has one, ours otherwise."""

import pytest

from app.domain import Source
from app.links import passage_link

ADDRESS = "https://faq.example/help"


def source(url: str | None) -> Source:
    return Source("alpine/faq.txt", "alpine", url=url)


@pytest.mark.parametrize(
    "url", ["https://alpine.example/faq", "http://alpine.example/faq?page=2#top", "HTTPS://A.example"]
)
def test_a_document_s_own_page_is_linked(url: str) -> None:
    assert passage_link("alpine:0123456789abcdef", source(url), ADDRESS) == url


@pytest.mark.parametrize(
    "url", [None, "", "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "alpine.example"]
)
def test_what_leads_nowhere_on_the_web_gives_way_to_the_service_s_own_page(url: str | None) -> None:
    link = passage_link("alpine:0123456789abcdef", source(url), ADDRESS)
    assert link == "https://faq.example/help/source/alpine:0123456789abcdef"


def test_an_id_is_one_part_of_the_path_whatever_it_holds() -> None:
    assert passage_link("a/../?#é", source(None), ADDRESS) == ADDRESS + "/source/a%2F..%2F%3F%23%C3%A9"
