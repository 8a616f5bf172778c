"""GuardDuty detectors with their features."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen


@collector(
    where="regional",
    permissions=("guardduty:ListDetectors", "guardduty:GetDetector"),
    shapes="guardduty:GetDetector",
)
def guardduty_detectors(account: Account) -> Iterator[Seen | Unseen]:
    """The region's threat detector: whether it is on, its features, and how often it reports."""

    def look(detector_id: Json) -> Json:
        return account.call("guardduty", "GetDetector", DetectorId=detector_id)

    yield from account.each(account.pages("guardduty", "ListDetectors", "DetectorIds"), str, look)
