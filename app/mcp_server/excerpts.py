"""What of a long passage a search result shows."""

from app.text import sentences

LONGEST = 600
"""Characters of an excerpt; three in four passages of the bundled corpus are shorter."""

_MORE = "..."


def excerpt(text: str, at: int, longest: int = LONGEST) -> str:
    """The sentence at an offset with as many whole sentences behind and before it as fit, verbatim.

    `...` stands where something was left out; a text that fits is given back as it is.
    """
    if len(text) <= longest:
        return text
    start, end = _around(text, at, longest)
    before, after = _MORE if text[:start].strip() else "", _MORE if text[end:].strip() else ""
    return " ".join(filter(None, (before, text[start:end], after)))


def _around(text: str, at: int, longest: int) -> tuple[int, int]:
    spans = list(sentences(text))
    place = next(i for i, span in enumerate(spans) if at < span.end)
    start = max(spans[place].start, min(at, spans[place].end - longest))  # of a sentence too long what follows `at`
    end = min(spans[place].end, start + longest)
    for span in spans[place + 1 :]:
        if span.end - start > longest:
            break
        end = span.end
    for span in reversed(spans[:place]):
        if end - span.start > longest:
            break
        start = span.start
    return start, end
