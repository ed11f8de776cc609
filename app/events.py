"""Events: what is done with the passages that a query gave, in the words of OpenSearch's User Behavior Insights (UBI).

UBI knows `client_id`, `session_id` and `user_id` too. They are left out on purpose: who did it is nobody's business.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Action = Literal["click", "click_through", "view", "copy"]
"""What is done with a passage: it is chosen among the hits, its link is followed, it is looked at where it stands in
its document, its text is copied. UBI names the first three, and leaves others free."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing done with one passage of one query's reply. `time` is in UTC.

    `position` is the passage's place among the hits, from 1: UBI's `event_attributes.position.ordinal`; `passage_id`
    its `event_attributes.object.object_id`.
    """

    query_id: str
    time: datetime
    action_name: Action
    passage_id: str
    position: int | None
    merchant_id: str
