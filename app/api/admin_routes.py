"""Administration: there only where keys are used, and only for those of role `admin`."""

import asyncio
import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from app import key_records
from app.api import examples
from app.api.admin_schemas import KeyParameters, KeysReply, NewKeyReply, ReloadReply
from app.api.admission import admission_of, admitted, service_of
from app.api.json_reply import JsonReply
from app.api.openapi import ADMITTED, SENT, answers, body_of, nothing, path_parameter
from app.api.parsing import json_fields, parameters
from app.api.problems import KeysUnavailable, NotReady
from app.errors import DataFolderError, InvalidValue, NotFound, UnknownField
from app.grants import Grant, as_limit, as_origins, expiry
from app.key_file import KeyFile
from app.scope import Scope

router = APIRouter(prefix="/v1/admin")

_ERRORS = (*ADMITTED, NotFound)
_KEPT_ERRORS = (*_ERRORS, KeysUnavailable)
_log = logging.getLogger(__name__)
Result = TypeVar("Result")


@router.post(
    "/reload",
    operation_id="reload",
    summary="Load the published generation now",
    responses=answers(ReloadReply, "What is served now.", *_ERRORS, NotReady),
)
async def reload(request: Request) -> Response:
    """Loads what was published last, even if that was tried before, and serves it if it is not what is served.

    For those who cannot wait: the service looks for another generation every half second, and tries one that could not
    be loaded again every 30 seconds. Answers when it is done. With several processes, it is one of them that loads.
    """
    _key_file(request)
    engines = service_of(request).engines
    served = await engines.reload()
    return JsonReply({"generation": served, "problem": engines.problem})


@router.get(
    "/keys",
    operation_id="list_keys",
    summary="Every key, without its secret",
    responses=answers(KeysReply, "Every key.", *_KEPT_ERRORS),
)
async def list_keys(request: Request) -> Response:
    """What each key may do, and see, and until when."""
    kept = await _kept(_key_file(request).read)
    return JsonReply({"keys": [key_records.told(key) for key in (kept or {}).values()]})


@router.post(
    "/keys",
    operation_id="create_key",
    summary="Create a key",
    status_code=201,
    responses=answers(
        NewKeyReply,
        "The key, shown this once.",
        *(*SENT, InvalidValue, UnknownField, *_KEPT_ERRORS),
        status=201,
    ),
    openapi_extra=body_of(KeyParameters),
)
async def create_key(request: Request) -> Response:
    """It counts at once."""
    file = _key_file(request)
    fields = await json_fields(request, like=json.dumps(examples.NEW_KEY))
    grant = _granted(parameters(KeyParameters, fields, of="a key"))
    issued = await _kept(lambda: file.add(grant))
    _log.info("Key %s of role %s was created", issued.key.id, grant.role)
    return JsonReply({"key": issued.shown.text, **key_records.told(issued.key)}, 201)


@router.delete(
    "/keys/{key_id}",
    operation_id="revoke_key",
    summary="Revoke a key",
    status_code=204,
    responses=nothing("It is revoked.", *_KEPT_ERRORS),
    openapi_extra=path_parameter("key_id", "A key's id, as the list has it.", example=examples.KEY["id"]),
)
async def revoke_key(request: Request) -> Response:
    """Neither it nor a token that it signed counts any longer."""
    file, key_id = _key_file(request), request.path_params["key_id"]
    await _kept(lambda: file.revoke(key_id))
    _log.info("Key %s was revoked", key_id)
    return Response(status_code=204)


def _key_file(request: Request) -> KeyFile:
    """Where the keys are kept. Where there are none, nothing is served here, as at any unknown path."""
    admission = admission_of(request)
    file: KeyFile | None = request.app.state.key_file
    if file is None or admission.is_open:
        raise HTTPException(404)
    admitted(request, "admin")
    return file


def _granted(asked: KeyParameters) -> Grant:
    return Grant(
        role=asked.role,
        note=asked.note,
        scope=Scope(as_limit(asked.merchants), as_limit(asked.languages)),
        origins=as_origins(asked.origins),
        rate=asked.rate,
        expires=None if asked.days is None else expiry(asked.days, datetime.now(UTC)),
    )


async def _kept(work: Callable[[], Result]) -> Result:
    """What `work` gives, in a thread: another process may be writing. Raises KeysUnavailable; the log says why."""
    try:
        return await asyncio.to_thread(work)
    except DataFolderError as exc:
        _log.error("Keys could not be read or written: %s", exc)
        raise KeysUnavailable("The keys cannot be read or written now; the service's log says why.") from exc
