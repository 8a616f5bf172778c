"""The recorder of AWS Config: what it records, whether it runs, and where it delivers."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(
    where="regional",
    permissions=(
        "config:DescribeConfigurationRecorders",
        "config:DescribeConfigurationRecorderStatus",
        "config:DescribeDeliveryChannels",
    ),
    shapes={
        "Recorder": "config:DescribeConfigurationRecorders.ConfigurationRecorders[]",
        "Status": "config:DescribeConfigurationRecorderStatus.ConfigurationRecordersStatus[]",
        "Channel": "config:DescribeDeliveryChannels.DeliveryChannels[]",
    },
)
def config_recorders(account: Account) -> Iterator[Seen]:
    """The region's configuration recorder; `Channel` is None where its records go nowhere."""
    recorders = account.call("config", "DescribeConfigurationRecorders")["ConfigurationRecorders"]
    if not recorders:
        return
    statuses = account.call("config", "DescribeConfigurationRecorderStatus")["ConfigurationRecordersStatus"]
    channels = account.call("config", "DescribeDeliveryChannels")["DeliveryChannels"]
    by_name = {status["name"]: status for status in statuses}
    for recorder in recorders:
        body = {
            "Recorder": recorder,
            "Status": by_name.get(recorder["name"]),
            "Channel": channels[0] if channels else None,
        }
        yield Seen(recorder["name"], body)
