"""What watches the events of each trail: the metric filters of its log group, and the alarms of the region."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen


@collector(
    where="global",
    permissions=(
        "cloudtrail:DescribeTrails",
        "logs:DescribeMetricFilters",
        "cloudwatch:DescribeAlarms",
        "sns:ListTopics",
    ),
    shapes={
        "Trail": "cloudtrail:DescribeTrails.trailList[]",
        "MetricFilters": "logs:DescribeMetricFilters.metricFilters",
        "MetricAlarms": "cloudwatch:DescribeAlarms.MetricAlarms",
        "TopicArns": "",
    },
)
def cloudtrail_alarms(account: Account) -> Iterator[Seen | Unseen]:
    """Each multi-region trail that writes to a log group, with that group's filters, the region's alarms and topics."""

    def look(trail: Json) -> Json:
        region, group = _log_group(trail)
        return {
            "Trail": trail,
            "MetricFilters": _all(
                account, "logs", "DescribeMetricFilters", "metricFilters", "nextToken", region, logGroupName=group
            ),
            "MetricAlarms": _all(
                account,
                "cloudwatch",
                "DescribeAlarms",
                "MetricAlarms",
                "NextToken",
                region,
                AlarmTypes=["MetricAlarm"],
                MaxRecords=100,
            ),
            "TopicArns": [
                topic["TopicArn"] for topic in _all(account, "sns", "ListTopics", "Topics", "NextToken", region)
            ],
        }

    trails = account.call("cloudtrail", "DescribeTrails", includeShadowTrails=True)["trailList"]
    watched = [t for t in trails if t.get("IsMultiRegionTrail") and t.get("CloudWatchLogsLogGroupArn")]
    yield from account.each(watched, lambda trail: str(trail["TrailARN"]), look)


def _log_group(trail: Json) -> tuple[str, str]:
    pieces = trail["CloudWatchLogsLogGroupArn"].split(":")
    return pieces[3], pieces[6]


def _all(
    account: Account, service: str, operation: str, items: str, token: str, region: str, **parameters: Json
) -> list[Json]:
    answer = account.call(service, operation, region=region, **parameters)
    found = list(answer.get(items) or [])
    while answer.get(token):
        answer = account.call(service, operation, region=region, **parameters, **{token: answer[token]})
        found.extend(answer.get(items) or [])
    return found
