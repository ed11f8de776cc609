"""The pages for people: served with a strict policy that each of them keeps, and with every file that they name."""

import gzip
import os
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.api import pages
from app.api.pages import PAGES, POLICY, STATIC, add_pages

ADDRESSES = [path.replace("{passage_id}", "alpine:0000000000000000") for path in PAGES]
OURS = [file for file in STATIC.rglob("*.*") if "swagger-ui" not in file.parts]
TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".json": "application/json"}

_INLINE = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>|<style|\son\w+=|\sstyle=|javascript:", re.IGNORECASE)
_ELSEWHERE = re.compile(r'(?:src|href)="(?:https?:)?//')
_NAMED = re.compile(r'<(?:link|script)[^>]*(?:src|href)="(?!data:)([^"]+)"')
_IMPORTED = re.compile(r'(?:from|import)\s*\(?"(\.[^"]+)"')
_MARKUP = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc")


def id_of(file: Path) -> str:
    return file.relative_to(STATIC).as_posix()


def of_kind(suffix: str) -> list[Path]:
    return sorted(file for file in OURS if file.suffix == suffix)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_served_with_a_policy_that_allows_nothing_inline(client: TestClient, address: str) -> None:
    response = client.get(address)
    assert (response.status_code, response.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert response.headers["content-security-policy"] == POLICY
    assert response.headers["referrer-policy"] == "same-origin"
    assert response.headers["x-content-type-options"] == "nosniff"


def test_the_policy_starts_from_nothing_and_names_this_service_alone() -> None:
    sources = dict(directive.split(" ", 1) for directive in POLICY.split("; "))
    assert sources.pop("default-src") == "'none'"
    assert {source for named in sources.values() for source in named.split()} == {"'self'", "data:", "'none'"}
    assert sources["script-src"] == sources["style-src"] == "'self'"


@pytest.mark.parametrize("file", of_kind(".html"), ids=id_of)
def test_a_page_holds_no_inline_code_or_style_and_names_nothing_elsewhere(file: Path) -> None:
    text = file.read_text("utf-8")
    assert (_INLINE.findall(text), _ELSEWHERE.findall(text)) == ([], [])


@pytest.mark.parametrize("file", of_kind(".html"), ids=id_of)
def test_a_page_says_its_language_its_name_and_what_to_do_without_javascript(file: Path) -> None:
    text = file.read_text("utf-8")
    assert re.search(r'<html lang="en">.*<title>[^<]+</title>.*<noscript>.*JavaScript.*</noscript>', text, re.DOTALL)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_file_that_a_page_names_is_served(client: TestClient, address: str) -> None:
    named = [urljoin(address, name) for name in _NAMED.findall(client.get(address).text)]
    assert named
    assert {name: client.get(name).status_code for name in named} == dict.fromkeys(named, 200)


@pytest.mark.parametrize("file", of_kind(".js"), ids=id_of)
def test_every_file_that_a_script_imports_is_there(file: Path) -> None:
    imported = [file.parent / name for name in _IMPORTED.findall(file.read_text("utf-8"))]
    assert [path for path in imported if not path.is_file()] == []


@pytest.mark.parametrize("file", of_kind(".js"), ids=id_of)
def test_no_script_writes_markup_or_runs_text(file: Path) -> None:
    assert _MARKUP.findall(file.read_text("utf-8")) == []


@pytest.mark.parametrize("suffix", TYPES)
def test_every_file_is_served_as_what_it_is(client: TestClient, suffix: str) -> None:
    types = {client.get(f"/static/{id_of(file)}").headers["content-type"].split(";")[0] for file in of_kind(suffix)}
    assert types == {TYPES[suffix]}


@pytest.mark.parametrize("path", ["/", "/static/tokens.css"])
def test_a_file_may_be_kept_and_is_asked_for_again(client: TestClient, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (first.headers["cache-control"], again.status_code, again.content) == ("no-cache", 304, b"")


@pytest.mark.parametrize("wanted", ["bytes=0-9", "bytes=9-0", "bytes=999999999-", "lines=1-2", "nonsense"])
def test_a_part_that_is_asked_for_is_answered_with_the_whole(client: TestClient, wanted: str) -> None:
    whole = client.get("/static/tokens.css")
    part = client.get("/static/tokens.css", headers={"Range": wanted})
    assert (part.status_code, part.content) == (200, whole.content)


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """A client of files of the test's own."""
    monkeypatch.setattr(pages, "STATIC", tmp_path)
    app = FastAPI()
    add_pages(app)
    return TestClient(app)


def test_a_file_is_compressed_once_and_once_more_when_it_has_changed(
    own: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compressed: list[bytes] = []
    compress = gzip.compress

    def noted(text: bytes, *, mtime: float) -> bytes:
        compressed.append(text)
        return compress(text, mtime=mtime)

    monkeypatch.setattr(gzip, "compress", noted)
    first, second = b"first " * 100, b"second " * 100
    (tmp_path / "script.js").write_bytes(first)
    assert [own.get("/static/script.js").content for _ in range(3)] == [first] * 3
    (tmp_path / "script.js").write_bytes(second)
    os.utime(tmp_path / "script.js", (0, 0))
    assert [own.get("/static/script.js").content for _ in range(3)] == [second] * 3
    assert compressed == [first, second]


@pytest.mark.parametrize(
    ("size", "accepted", "encoding"),
    [(500, "gzip, br", "gzip"), (499, "gzip, br", None), (500, "br", None), (500, "", None)],
)
def test_a_file_is_compressed_for_whoever_takes_that_unless_it_is_small(
    own: TestClient, tmp_path: Path, size: int, accepted: str, encoding: str | None
) -> None:
    text = b"x" * size
    (tmp_path / "style.css").write_bytes(text)
    reply = own.get("/static/style.css", headers={"Accept-Encoding": accepted})
    sent = len(gzip.compress(text)) if encoding else size
    assert (reply.content, reply.headers.get("content-encoding")) == (text, encoding)
    assert (reply.headers["content-length"], reply.headers["vary"]) == (str(sent), "Accept-Encoding")
    assert reply.headers["content-type"] == "text/css; charset=utf-8"
