"""Drift: what was changed behind CloudFormation's back, which requirement that touches, and mending it."""

from __future__ import annotations

import pytest

from pcicloud.cli import env_text
from pcicloud.errors import UsageError
from pcicloud.model.plan import Drift
from pcicloud.provision.aws.drifting import _items
from pcicloud.provision.aws.steps import StackStep
from pcicloud.provision.aws.world import world_of
from tests.provision.conftest import Site

pytestmark = pytest.mark.aws


def weaken(site: Site) -> None:
    """Change a bucket and an account setting behind CloudFormation's back."""
    site.client("s3").delete_public_access_block(Bucket="shop-store-123456789012")
    site.client("logs").put_retention_policy(logGroupName="/pcicloud/shop", retentionInDays=30)


def items_of(drift: Drift, resource: str) -> dict[str, tuple[object, object, tuple[str, ...]]]:
    return {one.property: (one.expected, one.seen, one.requirements) for one in drift.items if one.resource == resource}


def test_nothing_has_drifted_right_after_the_apply(site: Site) -> None:
    site.apply()
    drift = site.driver.drift()
    assert drift.items == ()
    assert drift.in_sync + len(drift.not_checked) >= 7
    assert drift.drifted == 0


def test_what_drifted_is_one_less_in_sync_however_many_of_its_properties_did(site: Site) -> None:
    site.apply()
    before = site.driver.drift()
    weaken(site)
    site.client("iam").update_account_password_policy(MinimumPasswordLength=8, PasswordReusePrevention=3)
    after = site.driver.drift()
    assert len(after.items) > after.drifted == 3
    assert after.in_sync == before.in_sync - 3
    assert f"Drifted: 3 ({len(after.items)} differences); in sync: {after.in_sync};" in env_text.drift(after)


def test_changed_property_is_named_with_its_values_and_requirements(site: Site) -> None:
    site.apply()
    weaken(site)
    drift = site.driver.drift()
    assert items_of(drift, "Logs") == {"RetentionInDays": ("400", "30", ("10.5.1",))}
    (bucket,) = [one for one in drift.items if one.resource == "Bucket"]
    assert bucket.property.startswith("PublicAccessBlockConfiguration")
    assert bucket.requirements == ("1.4.4",)
    assert (bucket.stack, bucket.type, bucket.kind) == ("storage", "AWS::S3::Bucket", "modified")


def test_a_modified_resource_of_which_no_property_is_named_is_still_drift(site: Site) -> None:
    said = {"LogicalResourceId": "Logs", "ResourceType": "T", "StackResourceDriftStatus": "MODIFIED"}
    step = next(
        step for step in world_of(site.environment, site.templates, site.aws).steps if isinstance(step, StackStep)
    )
    (item,) = _items(step, {**said, "PropertyDifferences": []}, {"RetentionInDays": ("10.5.1",), ".": ("10.2.1",)})
    assert (item.property, item.expected, item.seen) == (".", "as deployed", "modified")
    assert set(item.requirements) == {"10.2.1", "10.5.1"}


def test_deleted_resource_touches_all_that_it_served(site: Site) -> None:
    site.apply()
    site.client("logs").delete_log_group(logGroupName="/pcicloud/shop")
    (item,) = site.driver.drift().items
    assert (item.resource, item.kind, item.property, item.seen) == ("Logs", "deleted", ".", None)
    assert item.requirements == ("10.2.1", "10.3.2", "10.5.1")


def test_changed_account_setting_is_drift(site: Site) -> None:
    site.apply()
    site.client("iam").update_account_password_policy(MinimumPasswordLength=8, PasswordReusePrevention=24)
    drift = site.driver.drift()
    assert items_of(drift, "password_policy") == {"MinimumPasswordLength": (14, 8, ("8.3.6",))}
    assert [one.stack for one in drift.items] == ["account_settings"]


def test_deleted_account_setting_is_drift(site: Site) -> None:
    site.apply()
    site.client("iam").delete_account_password_policy()
    kinds = {(one.resource, one.kind, one.seen) for one in site.driver.drift().items}
    assert kinds == {("password_policy", "deleted", None)}


def test_new_default_security_group_is_drift_of_that_group_only(site: Site) -> None:
    site.apply()
    ec2 = site.client("ec2")
    network = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    groups = ec2.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [network]}])["SecurityGroups"]
    items = site.driver.drift().items
    assert [(one.resource, one.physical_id) for one in items] == [("default_groups", groups[0]["GroupId"])]


def test_missing_stack_is_drift_of_everything_in_it(site: Site) -> None:
    site.apply()
    cloudformation = site.client("cloudformation")
    cloudformation.delete_stack(StackName="pcicloud-shop-storage")
    cloudformation.get_waiter("stack_delete_complete").wait(
        StackName="pcicloud-shop-storage", WaiterConfig={"Delay": 1}
    )
    (item,) = [one for one in site.driver.drift().items if one.stack == "storage"]
    assert item.kind == "deleted"
    assert {"10.5.1", "1.4.4", "12.10.5"} <= set(item.requirements)


def test_setting_that_cannot_be_read_is_not_checked_and_says_why(site: Site, fault: object) -> None:
    site.apply()
    assert callable(fault)
    fault("iam:GetAccountPasswordPolicy", "AccessDenied")
    drift = site.driver.drift()
    (unread,) = [one for one in drift.not_checked if one.stack == "account_settings"]
    assert unread.resource == "password_policy"
    assert "AccessDenied" in unread.reason
    assert unread.requirements == ("8.3.6", "8.3.7")
    assert drift.items == ()


def test_resource_that_cannot_be_read_is_not_checked_and_says_why(site: Site, fault: object) -> None:
    site.apply()
    assert callable(fault)
    fault("sns:GetTopicAttributes", "AccessDenied")
    drift = site.driver.drift()
    (unread,) = drift.not_checked
    assert (unread.stack, unread.resource, unread.requirements) == ("storage", "Topic", ("12.10.5",))
    assert "AccessDenied" in unread.reason
    assert drift.items == ()


def test_environment_that_is_not_deployed_has_no_drift_but_an_error(site: Site) -> None:
    with pytest.raises(UsageError, match="not deployed") as wrong:
        site.driver.drift()
    assert "env plan" in wrong.value.hint


def test_plain_plan_does_not_see_drift_of_stacks(site: Site) -> None:
    site.apply()
    weaken(site)
    assert not site.driver.plan().has_changes


def test_mending_plan_shows_what_is_there_and_what_is_put_back(site: Site) -> None:
    site.apply()
    weaken(site)
    plan = site.driver.plan(mend_drift=True)
    logs = next(change for change in plan.changes if change.resource == "Logs")
    assert [(one.path, one.before, one.after) for one in logs.properties] == [("RetentionInDays", "30", "400")]
    assert logs.requirements == ("10.5.1",)
    assert next(change for change in plan.changes if change.resource == "Bucket").action == "update"


def test_mending_apply_puts_everything_back(site: Site) -> None:
    site.apply()
    weaken(site)
    driver = site.driver
    driver.apply(driver.plan(mend_drift=True))
    assert site.driver.drift().items == ()
    block = site.client("s3").get_public_access_block(Bucket="shop-store-123456789012")
    assert set(block["PublicAccessBlockConfiguration"].values()) == {True}


def test_mending_apply_makes_a_deleted_resource_anew(site: Site) -> None:
    site.apply()
    site.client("logs").delete_log_group(logGroupName="/pcicloud/shop")
    driver = site.driver
    driver.apply(driver.plan(mend_drift=True))
    groups = site.client("logs").describe_log_groups(logGroupNamePrefix="/pcicloud/shop")["logGroups"]
    assert [group["retentionInDays"] for group in groups] == [400]
    assert site.driver.drift().items == ()
