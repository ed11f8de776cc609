"""Text as a browser lays it out: white space, lists, tables, links and pictures."""

import pytest

from app.corpus.elements import Pair, Prose
from app.corpus.page.reading import read_page


def _text(page: str) -> str:
    return "\n\n".join(each.text for each in read_page(page).elements if isinstance(each, Prose))


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>a \n\t b</p>\n<p>c</p>", "a b\n\nc"),
        ("<p>un<b>believ</b>able <i>so</i>!</p>", "unbelievable so!"),
        ("<p>one<br>two<br><br>three</br>four", "one\ntwo\n\nthree\nfour"),
        ("<div>one</div><div>two</div>", "one\ntwo"),
        ("<p>4&nbsp;&euro; &lt;b&gt; &#8217;", "4\xa0€ <b> ’"),
        ("<p>soft&shy;hyphen a&#8203;b", "soft\xadhyphen a\u200bb"),
        ("<pre>a  b\n  c</pre>", "a  b\n  c"),
        ("<ul><li>a<ul><li>b</ul><li><p>c</p><p>d</p></ul>", "- a\n  - b\n- c\n\n  d"),
        ("<ol start=3><li>a<li>b</ol>", "3. a\n4. b"),
        ("<li>lost", "lost"),
        ("<table><tr><th>a<th>b<tr><td>c<br>d<td><ul><li>e<li>f</ul><tr><td><td></table>", "a | b\nc d | - e - f"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a\nb"),
        ("<p>See <a href='/x'><img src=x alt='our map'></a> <img src=y alt=decoration>.", "See our map ."),
        ("<p><a href='mailto:a@b.example?subject=x'>Ann</a>, <a href='mailto:a@b.example'>a@b.example</a>.",
         "Ann (a@b.example), a@b.example."),
        ("<p>Click <a href='https://b.example/x'>here</a> or <a href='/x'>here</a>, <a href='https://b.example'>B</a>.",
         "Click here (https://b.example/x) or here, B."),
        ("<ul><li>a" * 12, "\n".join("  " * min(n, 8) + "- a" for n in range(12))),
        ("<x-card><p>a</p><p>b</p></x-card><x-icon>c</x-icon>", "a\n\nb\n\nc"),
        ("<p style='font-weight:700'>Bold, but no heading.</p>", "Bold, but no heading."),
    ],
)  # fmt: skip
def test_a_page_reads(page: str, text: str) -> None:
    assert _text(page) == text


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<nav>x</nav>", "navigation"),
        ("<div role=navigation>x</div>", "navigation"),
        ("<header>x</header>", "navigation"),
        ("<div class=site-header>x</div>", "navigation"),
        ("<div class='breadcrumbs'>x</div>", "navigation"),
        ("<aside><p>x</p></aside>", "navigation"),
        ("<dialog open>x</dialog>", "banner"),
        ("<div id=cookieConsent>x</div>", "banner"),
        ("<form><p>x</p></form>", "banner"),
        ("<footer>x</footer>", "footer"),
        ("<div id=footer>x</div>", "footer"),
        ("<p>© 2026 x</p>", "footer"),
        ("<p><a href='#top'>x</a></p>", "navigation"),
        ("<div hidden>x</div>", "hidden"),
        ("<div style='visibility: hidden'>x</div>", "hidden"),
        ("<span class=sr-only>x</span>", "hidden"),
    ],
)
def test_what_is_no_content_is_dropped_and_said(page: str, reason: str) -> None:
    reading = read_page(f"<p>Some text of the page that stays where it is.</p>{page}")
    assert [each.reason for each in reading.dropped] == [reason]
    assert "x" not in "".join(each.text for each in reading.elements if isinstance(each, Prose)).replace("text", "")


@pytest.mark.parametrize(
    "page",
    [
        "<article><p>Text.</p><aside>x</aside></article>",
        "<section><header>x</header></section>",
        "<div class='has-sidebar no-menu'>x</div>",
        "<p>See the <span class=menu>x</span>.</p>",
        "<form><p>" + "All of the page stands in a form. " * 20 + "x</p></form>",
        "<div class=popup><details><summary>Why?</summary>x</details></div>",
        "<main><p>Text.</p></main><div><h1>x</h1></div>",
        "<p>Read on<div hidden>x</div><button aria-expanded=false>More</button>",
    ],
)
def test_what_only_looks_like_it_stays(page: str) -> None:
    assert "x" in str([getattr(each, "text", getattr(each, "answer", "")) for each in read_page(page).elements])


def test_scripts_and_the_like_are_no_text_at_all() -> None:
    page = "<p>a<script>b</script><style>c</style><template>d</template><noscript>e</noscript><svg><text>f</text></svg>"
    reading = read_page(page)
    assert (reading.elements, reading.dropped) == ((Prose(text="a"),), ())


def test_the_content_is_what_says_that_it_is() -> None:
    reading = read_page("<div>Before.</div><div><main><p>Here is what the page says.</p></main></div><div>After.</div>")
    assert reading.elements == (Prose(text="Here is what the page says."),)
    assert [(each.text, each.reason) for each in reading.dropped] == [("Before.", "navigation"), ("After.", "footer")]


def test_a_content_that_holds_next_to_nothing_is_none() -> None:
    reading = read_page("<main>.</main><p>All that the page has to say stands beside its content.</p>")
    assert "beside" in str(reading.elements)


def test_two_contents_are_none() -> None:
    assert "three" in str(read_page("<main>one</main><main>two</main><p>three</p>").elements)


def test_a_question_of_several_blocks_is_one_line() -> None:
    (pair,) = read_page("<details><summary><div>Why</div>is <i>it</i><br>so?</summary>So.</details>").elements
    assert getattr(pair, "question", None) == "Why is it so?"


@pytest.mark.parametrize("element", ["main", "section", "help-page"])
def test_a_fragment_without_a_body_that_begins_with_a_script_is_read(element: str) -> None:
    reading = read_page(f"<title>Help</title><script>1</script><{element}><h2>Why?</h2><p>Because.</p></{element}>")
    assert [(e.question, e.answer) for e in reading.elements if isinstance(e, Pair)] == [("Why?", "Because.")]
