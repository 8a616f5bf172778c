"""A condition counts only if it keeps somebody out, or leaves some resource out."""

from __future__ import annotations

from typing import Any

import pytest

from pcicloud.reading.policy_conditions import narrows_callers, narrows_resources, only_through_a_service
from pcicloud.reading.resource_policy import open_to_everybody


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"StringEquals": {"aws:SourceAccount": "111122223333"}}, True),
        ({"ArnLike": {"AWS:SourceArn": "arn:aws:s3:::bucket"}}, True),
        ({"StringNotEquals": {"aws:SourceAccount": "111122223333"}}, False),
        ({"StringEqualsIfExists": {"aws:SourceAccount": "111122223333"}}, False),
        ({"StringLike": {"aws:PrincipalArn": ["arn:aws:iam::1:role/x", "*"]}}, False),
        ({"StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/x"}}, False),
        ({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*"}}, True),
        ({"StringLike": {"aws:SourceAccount": "1111222233??"}}, False),
        ({"ForAllValues:StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}, False),
        ({"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-abcdefghij/*"}}, True),
        ({"StringLike": {"aws:SourceVpce": "vpce-*"}}, False),
        ({"Null": {"aws:PrincipalOrgID": "false"}}, False),
        ({"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}, False),
        ({"StringEquals": {"aws:ResourceAccount": "111122223333"}}, False),
        ({"Bool": {"aws:SecureTransport": "true"}}, False),
        ({}, False),
    ],
)
def test_only_a_condition_that_names_somebody_narrows(condition: Any, expected: bool) -> None:
    statement = {"Sid": "Open", "Effect": "Allow", "Principal": "*", "Action": "sns:Publish", "Condition": condition}
    assert narrows_callers(statement) is expected
    assert open_to_everybody({"Statement": [statement]}) == ([] if expected else ["Open"])


@pytest.mark.parametrize(
    ("condition", "resources", "service"),
    [
        ({"StringEquals": {"kms:ViaService": "rds.ap-northeast-1.amazonaws.com"}}, True, True),
        ({"Bool": {"kms:GrantIsForAWSResource": "true"}}, True, True),
        ({"Bool": {"kms:GrantIsForAWSResource": "false"}}, False, False),
        ({"StringLike": {"KMS:viaservice": ["rds.*", "*"]}}, False, False),
        ({"StringNotEquals": {"kms:ViaService": "rds.ap-northeast-1.amazonaws.com"}}, False, False),
        ({"StringEquals": {"kms:CallerAccount": "111122223333"}}, False, False),
        ({"StringEquals": {"aws:ResourceTag/app": "shop"}}, True, False),
        ({"StringLike": {"aws:ResourceTag/app": "*"}}, False, False),
        ({"NumericLessThan": {"aws:MultiFactorAuthAge": "3600"}}, False, False),
    ],
)
def test_only_a_condition_on_resources_or_services_narrows_resources(
    condition: Any, resources: bool, service: bool
) -> None:
    statement = {"Effect": "Allow", "Action": "kms:*", "Resource": "*", "Condition": condition}
    assert narrows_resources(statement) is resources
    assert only_through_a_service(statement) is service
