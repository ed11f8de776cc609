"""What visitors notice of a change: when the new answer comes, and whether anything else was wrong."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scripts.reliability.editions import Edition
from scripts.reliability.hot_swaps import is_mixed
from scripts.reliability.visitors import Answered
from scripts.updating.changes import Change


@dataclass(frozen=True, slots=True)
class Noticed:
    """The replies to visitors while a change was made, and since; `known` are the generations that may be served."""

    change: Change
    generation: str
    replies: Sequence[Answered]
    known: Mapping[str, Edition]

    def first(self) -> Answered | None:
        """The first reply to the change's query that is of the new generation and says the new, if there is any."""
        return min(
            (reply for reply in self._asked() if self._is_new(reply)), key=lambda reply: reply.ended, default=None
        )

    def failures(self) -> list[str]:
        """What must not be."""
        failed = [reply for reply in self.replies if reply.status != 200]
        found = [f"{len(failed)} replies failed; the first with {failed[0].status}."] if failed else []
        whole = [reply for reply in self.replies if reply.status == 200]
        if mixed := sum(is_mixed(reply, self.known) for reply in whole):
            found.append(f"{mixed} replies are of two generations.")
        first = self.first()
        if first is None:
            return [*found, "The new answer is not served."]
        if stale := sum(reply.began > first.ended and not self._is_current(reply) for reply in whole):
            found.append(f"{stale} replies were old after the new answer had been served.")
        return found

    def _asked(self) -> list[Answered]:
        return [reply for reply in self.replies if reply.status == 200 and _query(reply) == self.change.query]

    def _is_current(self, reply: Answered) -> bool:
        return self._is_new(reply) if _query(reply) == self.change.query else self._is_of_new_generation(reply)

    def _is_new(self, reply: Answered) -> bool:
        shown = {hit["text"] for hit in _body(reply)["hits"]}
        says_new = self.change.new is None or self.change.new in shown
        return self._is_of_new_generation(reply) and says_new and self.change.old not in shown

    def _is_of_new_generation(self, reply: Answered) -> bool:
        return bool(_body(reply)["generation"] == self.generation)


def _query(reply: Answered) -> str:
    return str(json.loads(reply.call.body or b"{}")["q"])


def _body(reply: Answered) -> dict[str, Any]:  # Any: JSON as it comes
    body: dict[str, Any] = json.loads(reply.body)
    return body
