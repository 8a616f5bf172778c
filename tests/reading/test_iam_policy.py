"""Policies are read as IAM reads them: patterns, exclusions, denials, conditions."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pcicloud.reading.iam_policy import allowed_everywhere, allows_all
from pcicloud.reading.policy_text import account_of

ACTIONS = ("iam:PassRole", "kms:Decrypt")


def allow(action: Any, **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": "*", **more}


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([allow("iam:PassRole")], ["iam:PassRole"]),
        ([allow("IAM:pass*")], ["iam:PassRole"]),
        ([allow("*")], ["iam:PassRole", "kms:Decrypt"]),
        ([{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}], ["kms:Decrypt"]),
        ([{"Effect": "Allow", "Action": "iam:PassRole", "NotResource": "arn:aws:iam::1:role/x"}], ["iam:PassRole"]),
        ([allow("kms:*"), {"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*"}], []),
        (
            [allow("kms:*"), {"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "arn:aws:kms:::key/x"}],
            ["kms:Decrypt"],
        ),
        ([allow("kms:*", Resource="arn:aws:kms:::key/x")], []),
        ([allow("kms:*", Resource="arn:aws:kms:*:1:key/*")], ["kms:Decrypt"]),
        ([allow("*", Resource="arn:aws:s3:::*")], []),
        ([allow("kms:*", Condition={"Bool": {"aws:SecureTransport": "true"}})], ["kms:Decrypt"]),
        ([allow("kms:*", Condition={"StringEquals": {"kms:ViaService": "s3.ap-northeast-1.amazonaws.com"}})], []),
        ([allow("kms:*", Condition={"StringLike": {"kms:ViaService": "*"}})], ["kms:Decrypt"]),
        (
            [
                allow("kms:*"),
                {**allow("kms:*"), "Effect": "Deny", "Condition": {"Bool": {"aws:ViaAWSService": "false"}}},
            ],
            ["kms:Decrypt"],
        ),
        ([], []),
    ],
)
def test_what_is_allowed_on_every_resource(statements: list[Any], expected: list[str]) -> None:
    document = {"Version": "2012-10-17", "Statement": statements}
    assert allowed_everywhere([document], ACTIONS) == expected
    assert allowed_everywhere([json.dumps(document)], ACTIONS) == expected


def test_a_single_statement_may_stand_without_a_list() -> None:
    assert allows_all([{"Statement": allow("*")}])
    assert not allows_all([{"Statement": allow("s3:*")}])


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        ("111122223333", "111122223333"),
        ("arn:aws:iam::111122223333:root", "111122223333"),
        ("ec2.amazonaws.com", None),
        ("*", None),
    ],
)
def test_the_account_of_a_principal(principal: str, expected: str | None) -> None:
    assert account_of(principal) == expected
