"""The CloudFormation templates are valid at rest, small enough, and say which requirement each property serves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cfnlint.api import lint

from tests.templates.template_files import CLOUDFORMATION, find, requirement_ids, resources, template

REGION = "ap-northeast-1"
INLINE_BODY_BYTES_MAX = 51_200
STATE = {
    "AWS::Backup::BackupVault",
    "AWS::KMS::Key",
    "AWS::Logs::LogGroup",
    "AWS::RDS::DBInstance",
    "AWS::S3::Bucket",
    "AWS::SecretsManager::Secret",
}
SERVED = [
    (f"{stack}.{logical_id}", resource.get("Properties", {}), path, ids)
    for stack, logical_id, resource in resources()
    for path, ids in resource.get("Metadata", {}).get("pcicloud", {}).get("requirements", {}).items()
]


@pytest.mark.parametrize("path", CLOUDFORMATION, ids=lambda path: path.name)
def test_cfn_lint_finds_nothing(path: Path) -> None:
    assert [str(match) for match in lint(path.read_text(encoding="utf-8"), regions=[REGION])] == []


def test_cfn_lint_finds_what_is_wrong() -> None:
    wrong = "Resources: {Bucket: {Type: AWS::S3::Bucket, Properties: {BucketNme: x}}}"
    assert [match for match in lint(wrong, regions=[REGION]) if "BucketNme" in str(match)]


@pytest.mark.parametrize("path", CLOUDFORMATION, ids=lambda path: path.name)
def test_a_template_fits_into_one_api_call(path: Path) -> None:
    assert path.stat().st_size < INLINE_BODY_BYTES_MAX


@pytest.mark.parametrize("path", CLOUDFORMATION, ids=lambda path: path.name)
def test_a_template_names_no_region(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "us-east-1" not in text
    assert REGION not in text


@pytest.mark.parametrize("path", CLOUDFORMATION, ids=lambda path: path.name)
def test_a_template_exports_and_imports_nothing(path: Path) -> None:
    assert not [name for name, output in template(path).get("Outputs", {}).items() if "Export" in output]
    assert "Fn::ImportValue" not in str(template(path))


@pytest.mark.parametrize(("resource", "properties", "path", "ids"), SERVED, ids=[f"{s[0]}:{s[2]}" for s in SERVED])
def test_what_serves_a_requirement_exists(resource: str, properties: Any, path: str, ids: list[str]) -> None:
    assert ids, f"{resource} {path}: no requirement is named"
    assert not set(ids) - requirement_ids(), f"{resource} {path}: not ids of the standard"
    assert path == "." or find(properties, path), f"{resource} has no property {path}"


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("A", True),
        ("A.b.c", True),
        ("A.list.0.x", True),
        ("A.b", False),
        ("A.list.1.x", False),
        ("A.list.0.y", False),
        ("B", False),
    ],
)
def test_a_property_path_is_followed_to_its_end(path: str, there: bool) -> None:
    assert find({"A": {"b.c": "1", "list": [{"x": "1"}]}}, path) is there


def test_what_keeps_state_says_what_becomes_of_it() -> None:
    silent = [
        f"{stack}.{logical_id}"
        for stack, logical_id, resource in resources()
        if resource["Type"] in STATE and not {"DeletionPolicy", "UpdateReplacePolicy"} <= resource.keys()
    ]
    assert not silent


def test_nothing_is_retained_when_a_stack_goes() -> None:
    retained = [
        f"{stack}.{logical_id}"
        for stack, logical_id, resource in resources()
        if resource.get("DeletionPolicy", "Delete") not in {"Delete", "Snapshot"}
    ]
    assert not retained


def test_a_check_is_switched_off_only_with_a_reason() -> None:
    skips = [
        (logical_id, skip)
        for _, logical_id, resource in resources()
        for skip in resource.get("Metadata", {}).get("checkov", {}).get("skip", [])
    ]
    assert skips
    assert not [(logical_id, skip) for logical_id, skip in skips if len(skip.get("comment", "")) < 20]


def star_statements() -> list[tuple[str, str]]:
    """Statements of roles and managed policies that allow something on every resource: (stack, Sid)."""
    found = []
    for stack, _, resource in resources():
        if resource["Type"] not in {"AWS::IAM::Role", "AWS::IAM::ManagedPolicy"}:
            continue
        properties = resource["Properties"]
        documents = [policy["PolicyDocument"] for policy in properties.get("Policies", [])]
        documents += [properties["PolicyDocument"]] if "PolicyDocument" in properties else []
        found += [
            (stack, statement.get("Sid", "a statement without a Sid"))
            for document in documents
            for statement in document["Statement"]
            if statement["Effect"] == "Allow" and statement["Resource"] == "*"
        ]
    return found


@pytest.mark.parametrize(("stack", "sid"), star_statements())
def test_a_star_in_a_role_has_its_reason_above_it(stack: str, sid: str) -> None:
    path = next(path for path in CLOUDFORMATION if path.stem == stack)
    before, found, _ = path.read_text(encoding="utf-8").partition(f"- Sid: {sid}\n")
    assert found
    assert before.rstrip().splitlines()[-1].lstrip().startswith("# ")


def test_a_bucket_refuses_everything_without_tls() -> None:
    buckets = {(stack, name) for stack, name, resource in resources() if resource["Type"] == "AWS::S3::Bucket"}
    refused = {
        (stack, resource["Properties"]["Bucket"]["Ref"])
        for stack, _, resource in resources()
        if resource["Type"] == "AWS::S3::BucketPolicy"
        for statement in resource["Properties"]["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Deny"
        and statement["Action"] == "s3:*"
        and statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    }
    assert buckets == refused


def test_every_log_group_has_a_key_and_an_end() -> None:
    groups = [
        (name, resource["Properties"]) for _, name, resource in resources() if resource["Type"] == "AWS::Logs::LogGroup"
    ]
    assert groups
    assert not [name for name, properties in groups if not {"KmsKeyId", "RetentionInDays"} <= properties.keys()]


def test_no_key_policy_lets_its_administrators_read() -> None:
    reading = {"kms:*", "kms:Decrypt", "kms:CreateGrant", "kms:GenerateDataKey", "kms:GenerateMac", "kms:Create*"}
    policies = [
        (name, resource["Properties"]["KeyPolicy"]["Statement"])
        for _, name, resource in resources()
        if resource["Type"] == "AWS::KMS::Key"
    ]
    assert policies
    for name, statements in policies:
        unconditional = [s for s in statements if "AWS" in s["Principal"] and "Condition" not in s]
        assert len(unconditional) == 1, name
        assert not reading & set(unconditional[0]["Action"]), name


def test_every_alarm_says_that_its_actions_are_on_so_that_drift_sees_them_off() -> None:
    alarms = [(stack, name, one) for stack, name, one in resources() if one["Type"] == "AWS::CloudWatch::Alarm"]
    assert alarms
    assert [(stack, name) for stack, name, one in alarms if one["Properties"].get("ActionsEnabled") is not True] == []
