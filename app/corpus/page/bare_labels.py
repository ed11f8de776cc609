"""Labels such as "Q." in an element of their own, on one line with what they label."""

import dataclasses
from collections.abc import Collection, Sequence
from typing import TypeGuard

from app.corpus.labels import labels_of
from app.corpus.page.lines import Line, Shown


def with_labels(shown: Sequence[Shown]) -> list[Shown]:
    """What is shown, each bare label at the beginning of the line of text below it."""
    bare = _bare(shown)
    lines: list[Shown] = []
    for i, each in enumerate(shown):
        label = lines[-1] if lines and i - 1 in bare else None
        if label and i not in bare and _is_text(label) and _is_text(each):
            lines[-1] = dataclasses.replace(label, text=f"{label.text} {each.text}")
        else:
            lines.append(each)
    return lines


def _bare(shown: Sequence[Shown]) -> Collection[int]:
    texts = {i: each.text for i, each in enumerate(shown) if _is_text(each)}
    indices = list(texts)
    labels = labels_of([f"{text} " for text in texts.values()])
    return {indices[i] for i, marker in labels.items() if marker.width > len(texts[indices[i]])}


def _is_text(shown: Shown) -> TypeGuard[Line]:
    return isinstance(shown, Line) and not shown.level
