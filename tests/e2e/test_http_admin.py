"""Administration over HTTP: there only with keys, and only for those who administer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.access import Access
from app.api.application import create_app
from app.api.engines import Index
from app.grants import Grant
from app.key_file import KeyFile
from app.key_watch import KeyWatch
from app.search import Searcher
from tests.e2e.keyed import Keyed, keyed_service

ROUTES = [
    ("GET", "/v1/admin/keys"),
    ("POST", "/v1/admin/keys"),
    ("DELETE", "/v1/admin/keys/x"),
    ("POST", "/v1/admin/reload"),
]


@pytest.fixture(scope="module")
def keyed(searcher: Searcher, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keyed]:
    with keyed_service(searcher, tmp_path_factory.mktemp("data")) as keyed:
        yield keyed


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_without_keys_nothing_administrative_is_there(client: TestClient, method: str, path: str) -> None:
    unknown = client.request(method, "/v1/nothing")
    reply = client.request(method, path)
    assert (reply.status_code, reply.json()["code"], reply.json()["detail"]) == (
        404,
        "not_found",
        unknown.json()["detail"],
    )


def test_the_first_key_of_a_running_service_closes_it_and_opens_its_administration(
    searcher: Searcher, tmp_path: Path
) -> None:
    file = KeyFile(tmp_path)
    access = Access(KeyWatch(file), open_to_all=True)
    with TestClient(create_app(Index(lambda: searcher), access=access, key_file=file)) as client:
        before = [client.get(path).status_code for path in ("/v1/admin/keys", "/metrics")]
        headers = {"Authorization": f"Bearer {file.add(Grant(role='admin')).shown.text}"}
        after = [client.get(path).status_code for path in ("/v1/admin/keys", "/metrics")]
        assert (before, after) == ([404, 200], [401, 401])
        assert client.get("/v1/admin/keys", headers=headers).status_code == 200


def test_a_key_that_is_created_counts_and_is_listed_without_its_secret_until_it_is_revoked(keyed: Keyed) -> None:
    admin = keyed.shown["admin"].text
    fields = {"role": "search", "merchants": ["alpine"], "origins": ["HTTPS://Shop.example"], "rate": 1e6, "days": 30}
    reply = keyed.ask("POST", "/v1/admin/keys", admin, json={**fields, "note": "Alpine ✓"})
    created = reply.json()
    key = created.pop("key")
    assert reply.status_code == 201
    assert created["origins"] == ["https://shop.example"]
    shop = {"Origin": "https://shop.example"}
    listed = keyed.ask("GET", "/v1/admin/keys", admin)
    assert created in listed.json()["keys"]
    assert key.split("_", 2)[2] not in listed.text
    assert keyed.ask("GET", "/v1/merchants", key, headers=shop).json()["merchants"][0]["id"] == "alpine"
    assert keyed.ask("DELETE", f"/v1/admin/keys/{created['id']}", admin).status_code == 204
    assert keyed.ask("GET", "/v1/merchants", key, headers=shop).status_code == 401


@pytest.mark.parametrize(
    ("fields", "code", "told"),
    [
        ({}, "invalid_value", "role is missing or has an unusable value. `search`, `agent` (all merchants)"),
        ({"role": "boss"}, "invalid_value", "role is missing or has an unusable value."),
        ({"role": "agent", "merchants": ["alpine"]}, "invalid_value", "A key of role agent sees all there is."),
        ({"role": "search", "merchants": []}, "invalid_value", "merchants names none."),
        ({"role": "search", "merchants": "alpine"}, "invalid_value", "merchants is missing or has an unusable value."),
        ({"role": "search", "origins": ["shop.example"]}, "invalid_value", "'shop.example' is no origin"),
        ({"role": "search", "days": 0}, "invalid_value", "days is missing or has an unusable value."),
        ({"role": "search", "rate": 0}, "invalid_value", "rate is missing or has an unusable value."),
        ({"role": "search", "merchant": ["alpine"]}, "unknown_field", "'merchant' is not a field of a key."),
    ],
)
def test_what_cannot_be_granted_is_told(keyed: Keyed, fields: dict[str, object], code: str, told: str) -> None:
    reply = keyed.ask("POST", "/v1/admin/keys", keyed.shown["admin"].text, json=fields)
    assert (reply.status_code, reply.json()["code"]) == (422, code)
    assert reply.json()["detail"].startswith(told)


def test_a_body_that_is_none_is_shown_one(keyed: Keyed) -> None:
    reply = keyed.ask("POST", "/v1/admin/keys", keyed.shown["admin"].text, content=b"role=search")
    assert (reply.status_code, reply.json()["code"]) == (400, "not_json")
    assert '"role": "search"' in reply.json()["detail"]


def test_revoking_what_is_not_there_is_told(keyed: Keyed) -> None:
    reply = keyed.ask("DELETE", "/v1/admin/keys/nobody", keyed.shown["admin"].text)
    assert (reply.status_code, reply.json()["code"]) == (404, "not_found")


def test_reloading_tells_what_is_served(keyed: Keyed) -> None:
    reply = keyed.ask("POST", "/v1/admin/reload", keyed.shown["admin"].text)
    served = keyed.ask("GET", "/readyz").json()["generation"]
    assert (reply.status_code, reply.json()) == (200, {"generation": served, "problem": None})


def test_keys_that_cannot_be_written_are_told_and_those_that_there_are_still_count(
    searcher: Searcher, tmp_path: Path
) -> None:
    with keyed_service(searcher, tmp_path / "data") as keyed:
        content = keyed.file.path.read_bytes()
        keyed.file.path.write_bytes(content[:-20])
        reply = keyed.ask("POST", "/v1/admin/keys", keyed.shown["admin"].text, json={"role": "agent"})
        assert (reply.status_code, reply.json()["code"]) == (503, "keys_unavailable")
        assert str(tmp_path) not in reply.text
        assert keyed.ask("GET", "/v1/merchants", keyed.shown["agent"].text).status_code == 200
