"""Destroy: what it announces, what it deletes, and what it honestly says it leaves."""

from __future__ import annotations

from typing import Any

import pytest

from tests.provision.conftest import Site

pytestmark = pytest.mark.aws

BUCKET = "shop-store-123456789012"
LOCKED = """
      ObjectLockEnabled: true
      ObjectLockConfiguration:
        ObjectLockEnabled: Enabled
        Rule: {DefaultRetention: {Mode: %s, Days: 400}}
"""


def fill(site: Site, objects: int = 3) -> None:
    """Put objects, older versions of them and a delete marker into the bucket."""
    s3 = site.client("s3")
    for number in range(objects):
        for content in (b"old", b"new"):
            s3.put_object(Bucket=BUCKET, Key=f"log-{number}", Body=content, ChecksumAlgorithm="SHA256")
    s3.delete_object(Bucket=BUCKET, Key="log-0")


def buckets(site: Site) -> list[str]:
    return [one["Name"] for one in site.client("s3").list_buckets()["Buckets"]]


def living_stacks(site: Site) -> list[str]:
    return [one["StackName"] for one in site.client("cloudformation").describe_stacks()["Stacks"]]


def lock(site: Site, mode: str) -> None:
    site.edit(
        "cloudformation/storage.yaml",
        "\n      VersioningConfiguration",
        f"{LOCKED % mode}      VersioningConfiguration",
    )


def test_destruction_is_announced_and_does_nothing(site: Site) -> None:
    site.apply()
    fill(site)
    shown = site.driver.destruction()
    assert [(stack.name, stack.resources) for stack in shown.stacks] == [("storage", 3), ("keys", 1)]
    assert set(shown.settings) == {"password_policy", "ebs_encryption"}
    (emptied,) = shown.emptied
    assert emptied.physical_id == BUCKET
    assert "7 object versions" in emptied.what
    assert len(living_stacks(site)) == 2


def test_destroy_leaves_nothing_but_the_key_that_aws_keeps_for_a_while(site: Site) -> None:
    site.apply()
    fill(site)
    destroyed = site.driver.destroy()
    assert destroyed.stacks == ("storage", "keys")
    assert living_stacks(site) == []
    assert buckets(site) == []
    assert [one.kind for one in destroyed.remains] == ["pending"]
    assert destroyed.stuck == ()
    assert site.client("logs").describe_log_groups(logGroupNamePrefix="/pcicloud/shop")["logGroups"] == []
    assert all("AWS deletes the key on" in one.reason for one in destroyed.remains)


def test_destroy_undoes_the_account_settings(site: Site) -> None:
    site.apply()
    destroyed = site.driver.destroy()
    assert set(destroyed.settings) == {"password_policy", "ebs_encryption"}
    assert site.client("ec2").get_ebs_encryption_by_default()["EbsEncryptionByDefault"] is False
    iam = site.client("iam")
    with pytest.raises(iam.exceptions.NoSuchEntityException):
        iam.get_account_password_policy()


def test_destroy_of_what_is_not_there_touches_nothing(site: Site) -> None:
    site.client("iam").update_account_password_policy(MinimumPasswordLength=20)
    destroyed = site.driver.destroy()
    assert (destroyed.stacks, destroyed.settings, destroyed.remains) == ((), (), ())
    assert site.client("iam").get_account_password_policy()["PasswordPolicy"]["MinimumPasswordLength"] == 20
    assert site.driver.destruction().settings == ()


def test_apply_after_destroy_builds_it_again(site: Site) -> None:
    site.apply()
    site.driver.destroy()
    assert {step.action for step in site.apply().steps if step.kind == "stack"} == {"create"}


def test_objects_under_a_compliance_lock_stay_with_all_that_they_need(site: Site) -> None:
    lock(site, "COMPLIANCE")
    site.apply()
    fill(site)
    assert "Object Lock" in site.driver.destruction().emptied[0].what
    destroyed = site.driver.destroy()
    remains = {one.what: one.reason for one in destroyed.remains}
    assert BUCKET in remains["pcicloud-shop-storage"]
    assert "locked until 20" in remains["pcicloud-shop-storage"]
    assert remains["pcicloud-shop-keys"] == "the stack storage still needs it"
    assert buckets(site) == [BUCKET]
    key = site.client("kms").list_keys()["Keys"][0]["KeyId"]
    assert site.client("kms").describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "Enabled"


def test_objects_under_a_governance_lock_are_deleted(site: Site) -> None:
    lock(site, "GOVERNANCE")
    site.apply()
    fill(site)
    assert site.driver.destroy().stacks == ("storage", "keys")
    assert buckets(site) == []


def test_deletion_protection_is_announced_and_lifted(site: Site) -> None:
    database = """
  Database:
    Type: AWS::RDS::DBInstance
    DeletionPolicy: Snapshot
    Properties:
      DBInstanceIdentifier: !Sub ${EnvironmentName}-db
      DBInstanceClass: db.t4g.medium
      Engine: postgres
      AllocatedStorage: "20"
      MasterUsername: owner
      ManageMasterUserPassword: true
      DeletionProtection: true
"""
    site.edit("cloudformation/storage.yaml", "\nOutputs:", f"{database}\nOutputs:")
    site.apply()
    shown = site.driver.destruction()
    assert [(one.physical_id, one.what) for one in shown.unprotected] == [
        ("shop-db", "its deletion protection is lifted")
    ]
    assert [one.what for one in shown.kept] == [
        "a last snapshot of it stays: its template says DeletionPolicy: Snapshot"
    ]
    assert site.driver.destroy().stacks == ("storage", "keys")
    assert site.client("rds").describe_db_instances()["DBInstances"] == []


def test_retained_resource_is_announced_and_named_as_remaining(site: Site) -> None:
    site.edit(
        "cloudformation/storage.yaml", "Type: AWS::S3::Bucket", "Type: AWS::S3::Bucket\n    DeletionPolicy: Retain"
    )
    site.apply()
    assert [one.resource for one in site.driver.destruction().kept] == ["Bucket"]
    remains: list[Any] = [one.what for one in site.driver.destroy().remains]
    assert buckets(site) == [BUCKET]
    assert any(BUCKET in what for what in remains)


def test_setting_that_cannot_be_undone_is_named(site: Site, fault: object) -> None:
    site.apply()
    assert callable(fault)
    fault("iam:DeleteAccountPasswordPolicy", "AccessDenied")
    remains = {one.what: one.reason for one in site.driver.destroy().remains}
    assert "AccessDenied" in remains["account setting password_policy"]
    assert living_stacks(site) == []
