"""Tells whether a CloudWatch alarm rings as soon as a metric filter has counted some events, and who hears it.

Source: Amazon CloudWatch API Reference, PutMetricAlarm; Amazon CloudWatch User Guide, "Configuring how CloudWatch
alarms treat missing data"; Amazon CloudWatch Logs API Reference, MetricTransformation.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator

from pcicloud.model.outcome import Json, Outcome, failed, passed, unknown

PERIOD_S_MAX = 900
BREACHES: dict[str, Callable[[float, float], bool]] = {
    "GreaterThanOrEqualToThreshold": operator.ge,
    "GreaterThanThreshold": operator.gt,
}


def rings(alarm: Json, counted: Json, topics: list[str], *, times: int) -> Outcome:
    """Whether an alarm rings when a filter has counted an event so many times within one period of 15 minutes at most.

    `counted` is the filter's metric transformation, `topics` the ARNs of the region's topics. Failed says what keeps
    the alarm silent, or makes it ring without an event; unknown says what the evidence doesn't tell.
    """
    name, watched = alarm["AlarmName"], _watched(alarm)
    if watched is None or "Threshold" not in alarm:
        return unknown(f"{name} computes its value from an expression or a band")
    flaw = next((flaw for flaw in _flaws(alarm, watched, counted, times) if flaw), None)
    return failed(f"{name} {flaw}") if flaw else _heard(alarm, topics)


def watches(alarm: Json, counted: Json) -> bool:
    """Whether an alarm looks at the metric of a filter at all."""
    parts = [item["MetricStat"]["Metric"] for item in alarm.get("Metrics") or () if "MetricStat" in item]
    metric = (counted["metricNamespace"], counted["metricName"])
    return metric in {(part["Namespace"], part["MetricName"]) for part in [alarm, *parts] if "MetricName" in part}


def _watched(alarm: Json) -> Json | None:
    """The one metric of an alarm in the words of an alarm without a list of them; None where it is computed."""
    parts = alarm.get("Metrics") or ()
    if not parts:
        return alarm
    if len(parts) > 1 or "MetricStat" not in parts[0]:
        return None
    part = parts[0]["MetricStat"]
    return {**part["Metric"], "Statistic": part["Stat"], "Period": part["Period"], "Unit": part.get("Unit")}


def _flaws(alarm: Json, watched: Json, counted: Json, times: int) -> Iterator[str]:
    """What keeps the alarm from ringing; "" for each thing that is as it must be."""
    yield "" if alarm.get("ActionsEnabled") else "has its actions switched off"
    yield "" if alarm.get("AlarmActions") else "has no action"
    yield "looks at a part of the metric only" if watched.get("Dimensions") or counted.get("dimensions") else ""
    counts_as = counted.get("unit") or "None"
    yield "" if watched.get("Unit") in (None, counts_as) else f"looks for values in {watched['Unit']}"
    period_s = watched.get("Period") or 0
    yield "" if period_s <= PERIOD_S_MAX else f"looks only every {period_s} seconds"
    datapoints = alarm.get("DatapointsToAlarm") or alarm["EvaluationPeriods"]
    yield "" if datapoints == 1 else f"wants {datapoints} periods with an event"
    yield _value_flaw(alarm, watched, counted, times)
    yield _missing_flaw(alarm, counted)


def _value_flaw(alarm: Json, watched: Json, counted: Json, times: int) -> str:
    breaches, threshold = BREACHES.get(alarm["ComparisonOperator"]), alarm["Threshold"]
    if breaches is None:
        return f"compares by {alarm['ComparisonOperator']}, not whether there are events"
    each = _number(counted["metricValue"])
    if each is None:
        return f"counts {counted['metricValue']} of an event, not the event"
    statistic = watched.get("Statistic")
    if statistic not in ("Sum", "Maximum"):
        return f"looks at {statistic or 'another statistic'}, not at the sum of events"
    if breaches(0, threshold) or (counted.get("defaultValue") or 0) > 0:
        return "rings without any event"
    if not breaches(each * times if statistic == "Sum" else each, threshold):
        return f"needs {threshold:g}, and {'one event counts' if times == 1 else f'{times} events count'} less"
    return ""


def _missing_flaw(alarm: Json, counted: Json) -> str:
    """An alarm that nothing brings back to rest rings once and never again."""
    missing = alarm.get("TreatMissingData")
    if missing == "breaching":
        return "rings without any event"
    if missing == "ignore" and counted.get("defaultValue") is None:
        return "never comes to rest after it rang once"
    return ""


def _heard(alarm: Json, topics: list[str]) -> Outcome:
    actions = alarm["AlarmActions"]
    told = [action for action in actions if action in topics]
    if told:
        return passed(f"{alarm['AlarmName']} tells {told[0]}")
    place = alarm["AlarmArn"].split(":")[3:5]
    gone = [action for action in actions if action.split(":")[2] == "sns" and action.split(":")[3:5] == place]
    if len(gone) == len(actions):
        return failed(f"{alarm['AlarmName']} tells a topic that isn't there: {gone[0]}")
    return unknown(f"{alarm['AlarmName']} tells {actions[0]}, which is no topic of this account: who hears it?")


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
