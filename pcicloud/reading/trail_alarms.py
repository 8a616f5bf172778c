"""Finds the alarm that rings when a given event comes into a trail's log group."""

from __future__ import annotations

from collections.abc import Iterable

from pcicloud.model.outcome import Json
from pcicloud.reading.event_filters import UnreadPatternError, passes

ORDINARY: Json = {
    "eventName": "DescribeInstances",
    "eventSource": "ec2.amazonaws.com",
    "eventType": "AwsApiCall",
    "readOnly": True,
    "userIdentity": {"type": "AssumedRole"},
}


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


def ringing(event: Json, watched: Iterable[Json]) -> str | None:
    """The name of an alarm with an action that such an event sets off, None where there is none.

    `watched` are bodies of `aws.cloudtrail_alarms`. A filter that any ordinary call passes too does not count: an
    alarm that always rings tells nobody anything.
    """
    for body in watched:
        for metric in _metrics(event, body["MetricFilters"]):
            for alarm in body["MetricAlarms"]:
                if metric in _alarm_metrics(alarm) and alarm.get("ActionsEnabled") and alarm.get("AlarmActions"):
                    return str(alarm["AlarmName"])
    return None


def _metrics(event: Json, filters: Iterable[Json]) -> list[tuple[str, str]]:
    return [
        (metric["metricNamespace"], metric["metricName"])
        for item in filters
        if _tells_apart(item.get("filterPattern", ""), event)
        for metric in item.get("metricTransformations", ())
    ]


def _tells_apart(pattern: str, event: Json) -> bool:
    try:
        return passes(pattern, event) and not passes(pattern, ORDINARY)
    except UnreadPatternError:
        return False


def _alarm_metrics(alarm: Json) -> set[tuple[str, str]]:
    parts = [item["MetricStat"]["Metric"] for item in alarm.get("Metrics", ()) if "MetricStat" in item]
    return {(part["Namespace"], part["MetricName"]) for part in [alarm, *parts] if "MetricName" in part}
