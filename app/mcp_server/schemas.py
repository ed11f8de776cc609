"""What the tools take and give, as JSON Schema; arguments are checked against the same bounds."""

from typing import Any

from app.requests import DEFAULT_LIMIT, LARGEST_LIMIT, LONGEST_LANGUAGE, LONGEST_NAME, LONGEST_QUERY, MOST_VALUES

Json = dict[str, Any]  # Any: JSON, as the SDK's own annotations have it

LONGEST = {"merchant": LONGEST_NAME, "language": LONGEST_LANGUAGE}
"""Characters of a filter's value."""


def _object(required: dict[str, Json], optional: dict[str, Json] | None = None, **more: object) -> Json:
    return {"type": "object", "properties": {**required, **(optional or {})}, "required": list(required), **more}


def _one_or_several(name: str, description: str) -> Json:
    one = {"type": "string", "minLength": 1, "maxLength": LONGEST[name]}
    several = {"type": "array", "items": one, "minItems": 1, "maxItems": MOST_VALUES}
    return {"anyOf": [one, several], "description": description}


def _text(description: str, **more: object) -> Json:
    return {"type": "string", "description": description, **more}


def _maybe(kind: str, description: str) -> Json:
    return {"type": [kind, "null"], "description": description}


def _number(description: str, kind: str = "number", **more: object) -> Json:
    return {"type": kind, "description": description, **more}


SEARCH_INPUT = _object(
    {"query": _text(f"The question or some words, in any language: 1 to {LONGEST_QUERY} characters.")},
    {
        "merchant": _one_or_several(
            "merchant", "Search only this merchant's texts: its id, as results give it, or several ids in an array."
        ),
        "language": _one_or_several(
            "language", "Only passages in this language (ISO 639-1, as in `en`), or in one of several in an array."
        ),
        "limit": _number(
            f"Results to return: a whole number from 1 to {LARGEST_LIMIT}.",
            "integer",
            minimum=1,
            maximum=LARGEST_LIMIT,
            default=DEFAULT_LIMIT,
        ),
    },
    additionalProperties=False,
)

FETCH_INPUT = _object({"id": _text("A passage's id, as a search's results give it.")}, additionalProperties=False)

_NUMBERS = {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}

_MERCHANT = _object(
    {
        "id": _text("What the `merchant` filter takes."),
        "name": _maybe("string", "Null where the sources do not say whose texts these are."),
        "label": _text("What to call the merchant."),
        "attributed": {"type": "boolean", "description": "Whether the sources say whose texts these are."},
        "url": _maybe("string", "The merchant's website."),
        "contact": _maybe("string", "How to reach the merchant, for what its texts do not answer."),
    }
)

_METADATA: dict[str, Json] = {
    "merchant": _MERCHANT,
    "question": _maybe("string", "The question that the passage answers, verbatim; null where the source has none."),
    "section": _maybe("string", "The heading above it."),
    "language": _maybe("string", "The passage's language (ISO 639-1)."),
    "part": {"anyOf": [_NUMBERS, {"type": "null"}], "description": "[1, 2]: the first part of a long answer's two."},
    "source": _object(
        {
            "document": _text("The file that the passage was taken from."),
            "title": _maybe("string", "The document's title."),
            "retrieved": _maybe("string", "The date at which the document was retrieved."),
            "lines": {**_NUMBERS, "description": "The passage's first and last line in the document, from 1."},
        },
        {"content_hash": _text("Of a fetched passage: the SHA-256 of its `text`, for checking a quotation.")},
    ),
}

_PASSAGE = {
    "id": _text("For `fetch`."),
    "title": _text("The merchant's label and the question, for citing."),
    "url": _text("Where people can read the passage, for citing."),
}

_RESULT_METADATA = {
    **_METADATA,
    "score": _number("The estimated chance that this passage answers the query, 0 to 1."),
    "cross_lingual": {"type": "boolean", "description": "Whether the passage is in another language than the query."},
    "complete": {"type": "boolean", "description": "Whether `text` is the whole passage; if not, `fetch` gives it."},
}

_ANSWERABILITY = _object(
    {
        "verdict": {"type": "string", "enum": ["answer", "weak", "none"]},
        "confidence": _number("The estimated probability that a passage answers the query, whatever the verdict."),
        "meaning": _text("The verdict as a sentence, and what to do about it."),
    }
)

SEARCH_OUTPUT = _object(
    {
        "answerability": _ANSWERABILITY,
        "results": {
            "type": "array",
            "description": "Best first.",
            "items": _object(
                {
                    **_PASSAGE,
                    "text": _text("What of the passage answers best, verbatim; ... marks where more was left out."),
                    "metadata": _object(_RESULT_METADATA),
                }
            ),
        },
        "query": _object(
            {"text": _text("The query, trimmed."), "language": _maybe("string", "ISO 639-1; null where unclear.")}
        ),
        "total": _number("How many passages there are within the filters, at most 1,000.", "integer"),
    }
)

FETCH_OUTPUT = _object(
    {
        **_PASSAGE,
        "text": _text("The whole passage, verbatim."),
        "metadata": _object(_METADATA),
    }
)
