"""Plan: what it shows of new, existing and changed stacks and settings, and that it leaves nothing behind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pcicloud.aws_writing import Writer
from pcicloud.model.plan import Change, Plan
from pcicloud.provision.aws.change_set import delete_abandoned
from tests.provision.conftest import REGION, Site

pytestmark = pytest.mark.aws


def change_of(plan: Plan, resource: str) -> Change:
    return next(change for change in plan.changes if change.resource == resource)


def test_plan_of_an_empty_account_creates_everything_and_makes_nothing(site: Site) -> None:
    plan = site.driver.plan()
    assert {stack.name: stack.action for stack in plan.stacks} == {"keys": "create", "storage": "create"}
    assert {change.resource for change in plan.changes if change.action == "create"} == {
        "Key", "Logs", "Topic", "Bucket", "password_policy",
    }  # fmt: skip
    assert site.client("cloudformation").describe_stacks()["Stacks"] == []
    assert site.client("kms").list_keys()["Keys"] == []


def test_known_values_are_shown_and_others_are_marked(site: Site) -> None:
    logs = {one.path: one for one in change_of(site.driver.plan(), "Logs").properties}
    assert (logs["LogGroupName"].after, logs["LogGroupName"].after_known) == ("/pcicloud/shop", True)
    assert logs["RetentionInDays"].after == "400"
    assert (logs["KmsKeyId"].after, logs["KmsKeyId"].after_known) == ("(known after apply)", False)


def test_changes_name_the_requirements_that_they_serve(site: Site) -> None:
    plan = site.driver.plan()
    assert change_of(plan, "Logs").requirements == ("10.2.1", "10.3.2", "10.5.1")
    assert change_of(plan, "password_policy").requirements == ("8.3.6", "8.3.7")


def test_plan_after_apply_has_no_changes(site: Site) -> None:
    site.apply()
    plan = site.driver.plan()
    assert not plan.has_changes
    assert [(stack.action, stack.unchanged) for stack in plan.stacks] == [("none", 1), ("none", 3)]


def test_changed_property_is_shown_from_what_to_what(site: Site) -> None:
    site.apply()
    site.with_parameters(days="731")
    plan = site.driver.plan()
    assert plan.has_changes
    assert [change.resource for change in plan.changes] == ["Logs"]
    (days,) = plan.changes[0].properties
    assert (days.path, days.before, days.after, days.requires_recreation) == ("RetentionInDays", "400", "731", "never")
    assert plan.changes[0].requirements == ("10.5.1",)


def test_replacement_is_called_a_replacement(site: Site) -> None:
    site.apply()
    site.with_parameters(topic_name="alarms")
    change = change_of(site.driver.plan(), "Topic")
    assert change.action == "replace"
    assert change.physical_id
    assert change.physical_id.endswith("shop-alerts")


def test_plan_of_an_update_leaves_no_change_set(site: Site) -> None:
    site.apply()
    site.with_parameters(days="731")
    site.driver.plan()
    listed = site.client("cloudformation").list_change_sets(StackName="pcicloud-shop-storage")
    assert listed["Summaries"] == []


def test_change_set_of_a_running_plan_of_somebody_else_is_left(site: Site) -> None:
    site.apply()
    site.with_parameters(days="731")
    cloudformation = site.client("cloudformation")
    cloudformation.create_change_set(
        StackName="pcicloud-shop-storage",
        ChangeSetName="pcicloud-other",
        UsePreviousTemplate=True,
        Parameters=[
            {"ParameterKey": "EnvironmentName", "UsePreviousValue": True},
            {"ParameterKey": "KeyArn", "UsePreviousValue": True},
            {"ParameterKey": "TopicName", "ParameterValue": "others"},
        ],
    )
    site.driver.plan()
    listed = cloudformation.list_change_sets(StackName="pcicloud-shop-storage")["Summaries"]
    assert [one["ChangeSetName"] for one in listed] == ["pcicloud-other"]


def test_change_set_of_a_killed_plan_is_deleted_and_those_of_others_are_not(site: Site) -> None:
    site.apply()
    cloudformation, stack = site.client("cloudformation"), "pcicloud-shop-keys"
    given = [{"ParameterKey": "EnvironmentName", "ParameterValue": "else"}]
    for name in ("pcicloud-killed", "theirs"):
        cloudformation.create_change_set(
            StackName=stack, ChangeSetName=name, UsePreviousTemplate=True, Parameters=given
        )
    delete_abandoned(Writer(site.aws, REGION), stack, before=datetime.now(UTC) + timedelta(minutes=1))
    assert [one["ChangeSetName"] for one in cloudformation.list_change_sets(StackName=stack)["Summaries"]] == ["theirs"]


def test_new_resource_makes_what_uses_it_in_a_later_stack_known_after_apply(site: Site) -> None:
    site.apply()
    site.edit("cloudformation/keys.yaml", "  Key:\n", "  NewKey:\n")
    site.edit("cloudformation/keys.yaml", "!GetAtt Key.Arn", "!GetAtt NewKey.Arn")
    plan = site.driver.plan()
    assert (change_of(plan, "NewKey").action, change_of(plan, "Key").action) == ("create", "delete")
    late = change_of(plan, "Logs")
    assert (late.action, late.requirements) == ("update", ("10.3.2",))
    assert [(one.path, one.after_known) for one in late.properties] == [("KmsKeyId", False)]


def test_changed_account_setting_is_shown_property_by_property(site: Site) -> None:
    site.apply()
    site.client("iam").update_account_password_policy(MinimumPasswordLength=8, PasswordReusePrevention=24)
    (change,) = site.driver.plan().changes
    assert (change.stack, change.resource, change.action) == ("account_settings", "password_policy", "update")
    assert [(one.path, one.before, one.after) for one in change.properties] == [("MinimumPasswordLength", 8, 14)]
    assert change.requirements == ("8.3.6",)


def test_secret_values_are_masked(site: Site) -> None:
    secret = """
  Login:
    Type: AWS::SecretsManager::Secret
    Properties:
      SecretString: tiger-and-scott
"""
    site.edit("cloudformation/keys.yaml", "\nOutputs:", f"{secret}\nOutputs:")
    login = change_of(site.driver.plan(), "Login")
    assert [one.after for one in login.properties] == ["****"]
    assert "tiger-and-scott" not in repr(login)


def test_retained_note_where_only_an_output_changes(site: Site) -> None:
    site.apply()
    site.edit("cloudformation/keys.yaml", "Outputs:", "Outputs:\n  Name:\n    Value: !Ref EnvironmentName")
    plan = site.driver.plan()
    assert plan.has_changes
    assert plan.changes == ()
    assert plan.stacks[0].action == "update"
    assert "outputs" in plan.stacks[0].note
    site.apply()
    assert site.driver.status().stacks[0].outputs["Name"] == "shop"


def test_a_setting_that_the_user_did_not_choose_is_left_alone(site: Site) -> None:
    site.edit("account_settings/password_policy.yaml", "after:", "only_when: ['${parameters.topic_name}']\nafter:")
    site.with_parameters(topic_name="")
    names: list[Any] = [change.resource for change in site.driver.plan().changes]
    assert "password_policy" not in names
    assert "ebs_encryption" in names
