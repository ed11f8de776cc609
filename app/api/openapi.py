"""The API's own description: what hand-parsed requests take, and which problems each operation may answer."""

from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel

from app.api.problems import KINDS, MEDIA_TYPE
from app.api.schemas import Problem, SearchParameters

Schema = dict[str, Any]  # Any: JSON, as FastAPI's own annotations have it
Responses = dict[int | str, Schema]


class DescribedApi(FastAPI):
    """A FastAPI whose description includes the models that only hand-written parts of it name."""

    def openapi(self) -> Schema:
        """The OpenAPI document."""
        document = super().openapi()
        document["components"]["schemas"].update(
            {model.__name__: _schema(model) for model in (Problem, SearchParameters)}
        )
        return document


def body_of_search() -> Schema:
    """The request body of a search."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/SearchParameters"}}}
    return {"requestBody": {"required": True, "content": content}}


def parameters_of_search() -> Schema:
    """The same fields as query parameters; an array is a repeated name, which is OpenAPI's default."""
    schema = _schema(SearchParameters)
    required = schema["required"]
    return {"parameters": [_parameter(name, field, name in required) for name, field in schema["properties"].items()]}


def answers(model: type[BaseModel], description: str, *errors: type[Exception]) -> Responses:
    """The reply of an operation, its own problems by status, and those that any operation may answer."""
    by_status: dict[int, list[str]] = {}
    for kind in (KINDS[error] for error in errors):
        by_status.setdefault(kind.status, []).append(kind.code)
    return {
        200: {"model": model, "description": description},
        **{status: _problem(", ".join(f"`{code}`" for code in codes)) for status, codes in sorted(by_status.items())},
        "default": _problem("`internal_error`, or what any path may answer: `not_found`, `method_not_allowed`"),
    }


def _problem(description: str) -> Schema:
    return {"description": description, "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}


def _parameter(name: str, field: Schema, required: bool) -> Schema:
    shape = field["anyOf"][-1] if "anyOf" in field else field
    schema = {key: value for key, value in shape.items() if key not in {"description", "title"}}
    return {"name": name, "in": "query", "required": required, "description": field["description"], "schema": schema}


def _schema(model: type[BaseModel]) -> Schema:
    return model.model_json_schema(ref_template="#/components/schemas/{model}")
