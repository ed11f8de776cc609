"""The API's own description: what hand-parsed requests take, and which problems each operation may answer.

No operation describes a `default` reply: a status that it does not list would be a fault, which tests look for.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel

from app.api import examples
from app.api.admin_schemas import KeyParameters
from app.api.answer_schemas import AnswerParameters
from app.api.event_schemas import EventParameters
from app.api.feedback_schemas import FeedbackParameters
from app.api.problems import (
    INTERNAL,
    KINDS,
    MEDIA_TYPE,
    BodyTooLarge,
    Kind,
    NotJson,
    RateLimited,
    RequestTimeout,
    problem_body,
)
from app.api.schemas import Problem, SearchParameters
from app.errors import Forbidden, Unauthenticated

Schema = dict[str, Any]  # Any: JSON, as FastAPI's own annotations have it
Responses = dict[int | str, Schema]


_BODIES = (SearchParameters, AnswerParameters, FeedbackParameters, EventParameters, KeyParameters)
"""Requests that are parsed by hand, which FastAPI does not know of."""


ADMITTED = (Unauthenticated, Forbidden, RateLimited)
"""What whoever asks for more than whether the service runs may be told first."""

SENT = (NotJson, BodyTooLarge, RequestTimeout)
"""What whoever sends a body may be told."""

_BEARER = {
    "type": "http",
    "scheme": "bearer",
    "description": "A key, or a token that a key has signed. Not needed where the service has no keys.",
}


class DescribedApi(FastAPI):
    """A FastAPI whose description includes the models and examples that only hand-written parts of it name."""

    def openapi(self) -> Schema:
        """The OpenAPI document."""
        document = super().openapi()
        models, schemas = (Problem, *_BODIES), document["components"]["schemas"]
        schemas.update({model.__name__: _schema(model) for model in models})
        for name, example in examples.REPLIES.items():  # added here: FastAPI leaves nulls out, and replies do not
            schemas[name]["examples"] = [example]
        document["components"]["examples"] = dict(_problems())
        document["components"]["securitySchemes"] = {"key": _BEARER}
        document["security"] = [{"key": []}, {}]
        return document


def _problems() -> Iterator[tuple[str, Schema]]:
    """An example of each problem, by its code."""
    for kind in (*KINDS.values(), INTERNAL):
        yield kind.code, {"value": problem_body(kind, examples.DETAILS[kind.code], examples.REQUEST_ID)}


def body_of(model: type[BaseModel]) -> Schema:
    """The request body of an operation; the model is one that `DescribedApi` includes."""
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{model.__name__}"}}}
    return {"requestBody": {"required": True, "content": content}}


def parameters_of_search() -> Schema:
    """A search's fields as query parameters."""
    return query_parameters(SearchParameters, examples.PARAMETERS)


def query_parameters(model: type[BaseModel], asked: Schema) -> Schema:
    """A model's fields as query parameters, with what an example has `asked`.

    An array is a repeated name, which is OpenAPI's default; null is left out of a query string.
    """
    schema = _schema(model)
    required, fields = schema.get("required", ()), schema["properties"].items()
    return {"parameters": [_parameter(name, field, name in required, example=asked[name]) for name, field in fields]}


def path_parameter(name: str, description: str, *, example: str) -> Schema:
    """The parameter of a path."""
    given = {"name": name, "in": "path", "required": True, "description": description, "schema": {"type": "string"}}
    return {"parameters": [{**given, "example": example}]}


def answers(model: type[BaseModel], description: str, *errors: type[Exception], status: int = 200) -> Responses:
    """The reply of an operation and, by status, its own problems and the one of a fault."""
    return {status: {"model": model, "description": description}, **_problems_of(errors)}


def nothing(description: str, *errors: type[Exception]) -> Responses:
    """The reply without a body of an operation, and its own problems."""
    return {204: {"description": description}, **_problems_of(errors)}


def _problems_of(errors: Iterable[type[Exception]]) -> Responses:
    kinds = [*(KINDS[error] for error in errors), INTERNAL]
    numbers = sorted({kind.status for kind in kinds})
    return {number: _problem([kind for kind in kinds if kind.status == number]) for number in numbers}


def figures(example: str, *errors: type[Exception]) -> Responses:
    """The reply of an operation that answers in Prometheus's text format, and its own problems."""
    content = {"text/plain": {"schema": {"type": "string"}, "example": example}}
    described = {"description": "Figures in Prometheus's text format.", "content": content}
    return {200: described, **_problems_of(errors)}


def _problem(kinds: Sequence[Kind]) -> Schema:
    """Problems of one status, each with its example."""
    shown = {kind.code: {"$ref": f"#/components/examples/{kind.code}"} for kind in kinds}
    content = {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": shown}
    return {"description": ", ".join(f"`{code}`" for code in shown), "content": {MEDIA_TYPE: content}}


def _parameter(name: str, field: Schema, required: bool, *, example: object) -> Schema:
    shape = [each for each in field.get("anyOf", [field]) if each.get("type") != "null"][-1]
    schema = {key: value for key, value in shape.items() if key not in {"description", "title"}}
    return {
        "name": name,
        "in": "query",
        "required": required,
        "description": field["description"],
        "schema": schema,
        "example": example,
    }


def _schema(model: type[BaseModel]) -> Schema:
    return model.model_json_schema(ref_template="#/components/schemas/{model}")
