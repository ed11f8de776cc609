"""The header that tells how long each stage of a search took."""

from app.api.headers import server_timing


def test_each_stage_is_a_metric_with_its_duration() -> None:
    assert server_timing({"encoder": 11.25, "late interaction": 1.0}) == "encoder;dur=11.25, late-interaction;dur=1.00"


def test_no_stages_are_no_metrics() -> None:
    assert server_timing({}) == ""
