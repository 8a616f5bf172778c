"""Event selectors of a trail: what they take, and what only looks as if they took it."""

from __future__ import annotations

from typing import Any

import pytest

from pcicloud.reading.trail_selectors import records_objects_of

BUCKET = "trail-logs"


def basic(*values: str, kind: str = "All") -> dict[str, Any]:
    return {
        "EventSelectors": [{"ReadWriteType": kind, "DataResources": [{"Type": "AWS::S3::Object", "Values": values}]}]
    }


def advanced(*fields: dict[str, Any]) -> dict[str, Any]:
    data = [
        {"Field": "eventCategory", "Equals": ["Data"]},
        {"Field": "resources.type", "Equals": ["AWS::S3::Object"]},
    ]
    return {"AdvancedEventSelectors": [{"FieldSelectors": [*data, *fields]}]}


@pytest.mark.parametrize(
    "selectors",
    [
        basic("arn:aws:s3"),
        basic("arn:aws:s3:::"),
        basic("arn:aws:s3:::other/", f"arn:aws:s3:::{BUCKET}/"),
        advanced(),
        advanced({"Field": "resources.ARN", "StartsWith": [f"arn:aws:s3:::{BUCKET}/"]}),
        advanced({"Field": "eventName", "NotEquals": ["PutObject"]}),
    ],
)
def test_selectors_that_take_every_access_to_the_logs(selectors: dict[str, Any]) -> None:
    assert records_objects_of(selectors, BUCKET)


@pytest.mark.parametrize(
    "selectors",
    [
        {},
        basic("arn:aws:s3:::other/"),
        basic(f"arn:aws:s3:::{BUCKET}/AWSLogs/"),
        basic("arn:aws:s3", kind="WriteOnly"),
        advanced({"Field": "readOnly", "Equals": ["true"]}),
        advanced({"Field": "eventName", "Equals": ["GetObject"]}),
        advanced({"Field": "eventName", "NotEquals": ["DeleteObject"]}),
        advanced({"Field": "resources.ARN", "NotStartsWith": [f"arn:aws:s3:::{BUCKET}/"]}),
        advanced({"Field": "resources.ARN", "StartsWith": [f"arn:aws:s3:::{BUCKET}-2/"]}),
    ],
)
def test_selectors_that_leave_an_access_out(selectors: dict[str, Any]) -> None:
    assert not records_objects_of(selectors, BUCKET)
