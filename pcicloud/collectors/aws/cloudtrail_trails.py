"""The account's trails: what they record, whether they run, and where they write."""

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
        "cloudtrail:GetTrailStatus",
        "cloudtrail:GetEventSelectors",
        "cloudtrail:GetInsightSelectors",
    ),
    shapes={
        "Trail": "cloudtrail:DescribeTrails.trailList[]",
        "Status": "cloudtrail:GetTrailStatus",
        "Selectors": "cloudtrail:GetEventSelectors",
        "Insights": "cloudtrail:GetInsightSelectors",
    },
)
def cloudtrail_trails(account: Account) -> Iterator[Seen | Unseen]:
    """Each trail that records this region, multi-region trails of other regions included.

    `Insights` is None where the trail has none. A trail answers in full only in its home region, so it is asked there.
    """

    def look(trail: Json) -> Json:
        home = {"region": trail["HomeRegion"]}
        arn = trail["TrailARN"]
        return {
            "Trail": trail,
            "Status": account.call("cloudtrail", "GetTrailStatus", Name=arn, **home),
            "Selectors": account.call("cloudtrail", "GetEventSelectors", TrailName=arn, **home),
            "Insights": account.call(
                "cloudtrail", "GetInsightSelectors", none_when=("InsightNotEnabledException",), TrailName=arn, **home
            ),
        }

    trails = account.call("cloudtrail", "DescribeTrails", includeShadowTrails=True)["trailList"]
    yield from account.each(trails, lambda trail: str(trail["TrailARN"]), look)
