"""A condition counts only if it keeps somebody out, or leaves some resource out."""

from __future__ import annotations

from typing import Any

import pytest

from pcicloud.reading.policy_conditions import demands, narrows_callers, narrows_resources, only_through_a_service
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
        ({"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-*"}}, False),
        ({"StringLike": {"aws:PrincipalOrgID": "o-a*"}}, False),
        ({"StringLike": {"aws:SourceVpce": "vpce-*"}}, False),
        ({"StringLike": {"aws:SourceVpce": "vpce-1*"}}, False),
        ({"StringEquals": {"aws:SourceVpce": "vpce-1a2b3c4d"}}, True),
        ({"StringLike": {"aws:userid": "A*"}}, False),
        ({"StringLike": {"aws:userid": "*:sato"}}, False),
        ({"StringLike": {"aws:userid": "AROAEXAMPLEOPER00001:*"}}, True),
        ({"StringEquals": {"aws:userid": "AIDAEXAMPLEUSER00001"}}, True),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:s3:::b*"}}, False),
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
        ({"StringEquals": {"kms:GrantIsForAWSResource": "false"}}, False, False),
        ({"StringEquals": {"kms:GrantIsForAWSResource": "true"}}, True, True),
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


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"Bool": {"aws:MultiFactorAuthPresent": "true"}}, True),
        ({"StringEquals": {"aws:MultiFactorAuthPresent": "true"}}, True),
        ({"StringEquals": {"aws:MultiFactorAuthPresent": "false"}}, False),
        ({"StringLike": {"aws:MultiFactorAuthPresent": "t*"}}, False),
        ({"Bool": {"aws:MultiFactorAuthPresent": ["true", "false"]}}, False),
        ({"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}}, False),
        ({"ForAllValues:Bool": {"aws:MultiFactorAuthPresent": "true"}}, False),
        ({"Null": {"aws:MultiFactorAuthPresent": "false"}}, False),
        ({"StringNotEquals": {"aws:MultiFactorAuthPresent": "true"}}, False),
    ],
)
def test_a_second_factor_is_demanded_only_where_it_must_be_true(condition: Any, expected: bool) -> None:
    assert demands({"Effect": "Allow", "Condition": condition}, "aws:multifactorauthpresent") is expected


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("aws:resourceaccount", "111122223333", True),
        ("aws:resourceaccount", "1*", False),
        ("aws:principalorgid", "o-*", False),
        ("sts:externalid", "5f2c-shop", True),
        ("sts:externalid", "?*-*", False),
        ("aws:principalarn", "arn:aws:iam::111122223333:role/deploy-*", True),
        ("aws:principalarn", "arn:aws:iam::*:role/deploy", False),
    ],
)
def test_an_account_or_secret_is_demanded_only_where_it_is_named_whole(key: str, value: str, expected: bool) -> None:
    assert demands({"Effect": "Allow", "Condition": {"StringLike": {key: value}}}, key) is expected
