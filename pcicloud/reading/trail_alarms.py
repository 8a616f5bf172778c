"""Finds the alarm that rings when a given event comes into a trail's log group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pcicloud.model.outcome import Json, Outcome, Verdict, failed, passed, unknown
from pcicloud.reading.alarm_rings import rings, watches
from pcicloud.reading.event_filters import UnreadPatternError, passes

ORDINARY: Json = {
    "eventName": "DescribeInstances",
    "eventSource": "ec2.amazonaws.com",
    "eventType": "AwsApiCall",
    "readOnly": True,
    "userIdentity": {"type": "AssumedRole"},
}
BEST_FIRST = (Verdict.PASS, Verdict.UNKNOWN, Verdict.FAIL)


def api_call(name: str) -> Json:
    """An event for a call given as `service:Operation`, made by a person in a role."""
    service, _, operation = name.partition(":")
    return {
        "eventName": operation,
        "eventSource": f"{service}.amazonaws.com",
        "eventType": "AwsApiCall",
        "readOnly": False,
        "userIdentity": {"type": "AssumedRole"},
    }


def alarmed(events: Mapping[str, Json], watched: Iterable[Json], *, times: int = 1) -> Outcome:
    """Passed where each of the events, which are named by what they are, sets off an alarm that somebody is told of.

    `watched` are bodies of `aws.cloudtrail_alarms`. `times` is how often an event may come, within 15 minutes at
    most, before the alarm rings. A filter that any ordinary call passes too does not count: an alarm that always
    rings tells nobody anything.
    """
    bodies = tuple(watched)
    said = {name: _best(_ringing(event, bodies, times)) for name, event in events.items()}
    silent = {name: outcome.reason for name, outcome in said.items() if outcome.verdict is Verdict.FAIL}
    doubtful = {name: outcome.reason for name, outcome in said.items() if outcome.verdict is Verdict.UNKNOWN}
    if silent:
        return failed(f"no alarm rings on {', '.join(silent)}{_why(silent)}")
    if doubtful:
        return unknown(f"whether an alarm rings on {', '.join(doubtful)} is not known{_why(doubtful)}")
    return passed(f"an alarm rings on {', '.join(said)}")


def _ringing(event: Json, watched: tuple[Json, ...], times: int) -> Iterator[Outcome]:
    """What each alarm does that looks at a metric of such events."""
    for body in watched:
        for counted in _counted(event, body["MetricFilters"]):
            for alarm in body["MetricAlarms"]:
                if watches(alarm, counted):
                    yield rings(alarm, counted, body["TopicArns"], times=times)


def _best(outcomes: Iterator[Outcome]) -> Outcome:
    return min(outcomes, key=lambda outcome: BEST_FIRST.index(outcome.verdict), default=failed(""))


def _why(reasons: Mapping[str, str]) -> str:
    first = next((reason for reason in reasons.values() if reason), "")
    return f": {first}" if first else ""


def _counted(event: Json, filters: Iterable[Json]) -> list[Json]:
    """The metric transformations of the filters that count such an event."""
    return [
        metric
        for item in filters
        if _tells_apart(item.get("filterPattern", ""), event) and not item.get("fieldSelectionCriteria")
        for metric in item.get("metricTransformations", ())
    ]


def _tells_apart(pattern: str, event: Json) -> bool:
    try:
        return passes(pattern, event) and not passes(pattern, ORDINARY)
    except UnreadPatternError:
        return False
