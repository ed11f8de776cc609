"""What surrounds the pages that were written after the reader: notices, menus, votes, related articles."""

import html

from tests.layouts_html.faq import Faq
from tests.layouts_html.page import bare, items, links


def consented(faq: Faq, body: str, *, head: str = "") -> str:
    """A consent banner above everything, a link that skips, a footer in columns, a bubble to talk."""
    told = faq.boilerplate
    around = f"""<div id="onetrust-consent-sdk"><div id="onetrust-banner-sdk" role="alertdialog"><p>{told.cookies}</p>
<button id="accept">OK</button></div></div>
<a class="skip-link" href="#content">{told.crumbs[0]}</a>
<div id="navbar" class="navbar navbar-expand">
<a class="navbar-brand" href="/">{told.menu[0]}</a>{links(told.menu)}</div>
<div id="content" class="container">
{body}
</div>
<div id="footer"><div class="row"><div class="col-4">{links(told.menu)}</div>
<div class="col-4">{links(told.footer)}</div>
<div class="col-4"><h5>{told.menu[1]}</h5><p>{told.newsletter}</p></div></div></div>
<div id="chat-bubble">{told.chat}</div>"""
    return bare(faq, around, head=head)


def hashed(faq: Faq, body: str, *, head: str = "") -> str:
    """What a bundler makes of class names; only header and footer still are what they are called."""
    told = faq.boilerplate
    linked = "".join(f'<a class="css-9k2" href="/{n}"><span>{text}</span></a>' for n, text in enumerate(told.menu))
    around = f"""<div id="__next"><header class="css-1a"><div class="css-b7">{linked}</div></header>
<div class="css-0f"><main class="css-77d"><div class="css-x1"><div class="css-x2">
{body}
</div></div></main></div>
<footer class="css-e3"><div class="css-e4">{told.newsletter}</div>{links(told.footer)}</footer></div>
<script>window.__DATA__={{"cookies":"{html.escape(told.cookies)}"}}</script>"""
    return bare(faq, around, head=head)


def helpdesk(faq: Faq, body: str, *, head: str = "") -> str:
    """A hosted help centre: search, crumbs, votes, what was read lately, comments."""
    told = faq.boilerplate
    lately = "".join(f'<li><a href="/hc/{n}">{text}</a></li>' for n, text in enumerate(told.products))
    around = f"""<header class="header"><div class="logo"><a href="/">{told.menu[0]}</a></div>
<div class="nav-wrapper">{links(told.menu)}</div></header>
<section class="hero">
<form role="search" action="/search"><input type="search" placeholder="{told.menu[0]}"></form></section>
<div class="container-divider"></div><nav class="sub-nav"><ol class="breadcrumbs">{items(told.crumbs)}</ol></nav>
<div class="article-container" id="article-container">
{body}
{voted(faq)}
<section class="related-articles"><h3>{told.menu[1]}</h3>{links(told.products)}</section>
<section class="recent-articles"><h3>{told.menu[2]}</h3><ul>{lately}</ul></section>
<div class="article-comments" id="comments"><h4>{told.menu[3]}</h4><p class="comment">{told.review}</p></div>
</div>
<footer class="footer"><div class="footer-inner">{links(told.footer)}</div></footer>
<div class="cky-consent-container">{told.cookies}<button>OK</button></div>"""
    return bare(faq, around, head=head)


def voted(faq: Faq) -> str:
    """Whether the article helped."""
    return f"""<div class="article-votes"><span class="article-votes-question">{faq.boilerplate.helpful}</span>
<div class="article-votes-controls"><button>+</button><button>-</button></div></div>"""
