"""CloudTrail: selectors that are put take the place of those that were there."""

from __future__ import annotations

from typing import Any


def correct() -> None:
    """Keep one kind of event selectors at a time, and only the insight selectors that were put last."""
    from moto.cloudtrail.models import Trail

    # moto keeps advanced selectors beside basic ones, and adds insight selectors to those that were there.
    def put_event_selectors(trail: Any, event_selectors: Any, advanced_event_selectors: Any) -> None:
        trail.event_selectors = event_selectors or []
        trail.advanced_event_selectors = advanced_event_selectors or []

    def put_insight_selectors(trail: Any, insight_selectors: Any) -> None:
        trail.insight_selectors = insight_selectors

    Trail.put_event_selectors = put_event_selectors
    Trail.put_insight_selectors = put_insight_selectors
