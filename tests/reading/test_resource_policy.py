"""Policies are read as AWS means them, in every way in which AWS writes them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pcicloud.reading.policy_text import principals, statements_of
from pcicloud.reading.resource_policy import lets_everybody, log_writers, refuses_plain_http


def policy(**statement: Any) -> str:
    return json.dumps(
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:PutObject", **statement}}
    )


@pytest.mark.parametrize(
    ("principal", "names"),
    [
        ("*", ["*"]),
        ({"AWS": "*"}, ["*"]),
        ({"AWS": ["1", "2"], "Service": "ec2.amazonaws.com"}, ["1", "2", "ec2.amazonaws.com"]),
    ],
)
def test_a_principal_is_read_in_each_of_its_forms(principal: Any, names: list[str]) -> None:
    assert principals({"Principal": principal}) == names


def test_one_statement_without_a_list_around_it_is_a_statement_and_no_policy_has_none() -> None:
    assert len(statements_of(policy(Principal="*"))) == 1
    assert statements_of(None) == []


def test_everybody_is_let_in_by_a_star_or_by_an_exclusion_unless_a_condition_names_callers() -> None:
    assert lets_everybody({"Effect": "Allow", "Principal": {"AWS": ["*"]}})
    assert lets_everybody({"Effect": "Allow", "NotPrincipal": {"AWS": "arn:aws:iam::123456789012:user/x"}})
    assert lets_everybody({"Effect": "Allow", "Principal": "*", "Condition": {"StringEquals": {"a": "b"}}})
    named = {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}}
    assert not lets_everybody({"Effect": "Allow", "Principal": "*", "Condition": named})
    assert not lets_everybody({"Effect": "Deny", "Principal": "*"})


def test_log_writers_are_aws_services_and_its_delivery_accounts_only() -> None:
    path = "arn:aws:s3:::b/AWSLogs/123456789012/*"
    assert log_writers(policy(Principal={"Service": "cloudtrail.amazonaws.com"})) == {"cloudtrail.amazonaws.com"}
    assert log_writers(policy(Principal={"AWS": "arn:aws:iam::582318560864:root"}, Resource=path))
    assert not log_writers(policy(Principal={"AWS": "arn:aws:iam::582318560864:root"}, Resource="arn:aws:s3:::b/*"))
    assert log_writers(policy(Principal={"Service": "cloudtrail.amazonaws.com"}, Action="S3:put*"))
    assert not log_writers(policy(Principal={"Service": "lambda.amazonaws.com"}))
    assert not log_writers(policy(Principal={"Service": "cloudtrail.amazonaws.com"}, Effect="Deny"))


def test_plain_http_is_refused_only_where_nothing_is_left_open() -> None:
    whole = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    assert refuses_plain_http(whole)
    assert refuses_plain_http({**whole, "Condition": {"Bool": {"AWS:securetransport": ["false"]}}})
    assert not refuses_plain_http({**whole, "Resource": "arn:aws:s3:::b"})
    assert not refuses_plain_http({**whole, "Principal": {"AWS": "arn:aws:iam::123456789012:root"}})
    assert not refuses_plain_http({**whole, "Resource": "arn:aws:s3:::b/folder/*"})
    assert not refuses_plain_http({**whole, "Effect": "Allow"})
