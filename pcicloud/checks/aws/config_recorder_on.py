"""AWS Config must record, and deliver what it records."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed


@check(evidence="aws.config_recorders", when_none=failed("AWS Config has no recorder in this region"))
def config_recorder_on(body: Json, env: Environment) -> Outcome:
    """AWS Config must record, and deliver what it records.

    Why: without its history nobody can say what a setting was, when it changed, and whether the change was approved.
    Fix: start the configuration recorder and give it a delivery channel.
    Source: AWS Config API Reference, DescribeConfigurationRecorderStatus and DescribeDeliveryChannels.
    """
    name, status = body["Recorder"]["name"], body["Status"] or {}
    if not status.get("recording"):
        return failed(f"the recorder {name} is stopped")
    if (status.get("lastStatus") or "").upper() == "FAILURE":
        return failed(f"the recorder {name} fails: {status.get('lastErrorCode', 'no error code is given')}")
    if not (body["Channel"] or {}).get("s3BucketName"):
        return failed(f"the recorder {name} has no bucket to deliver to")
    return passed(f"the recorder {name} runs and delivers to {body['Channel']['s3BucketName']}")
