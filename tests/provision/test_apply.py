"""Apply: the first, the second, the changed, the failed, and two at once."""

from __future__ import annotations

import pytest

from pcicloud.cli import env_text
from pcicloud.errors import UsageError
from pcicloud.provision.aws.stack_apply import PlanOutdated, StackFailed
from tests.provision.conftest import Site

pytestmark = pytest.mark.aws


def test_first_apply_makes_stacks_and_settings(site: Site) -> None:
    applied = site.apply()
    assert {step.name: (step.action, step.changed) for step in applied.steps} == {
        "keys": ("create", 1),
        "ebs_encryption": ("update", 1),
        "default_groups": ("update", 1),
        "storage": ("create", 3),
        "password_policy": ("update", 1),
    }
    assert site.client("ec2").get_ebs_encryption_by_default()["EbsEncryptionByDefault"] is True
    assert site.client("iam").get_account_password_policy()["PasswordPolicy"]["MinimumPasswordLength"] == 14


def test_the_plan_and_the_apply_count_the_same_things(site: Site) -> None:
    driver = site.driver
    planned = driver.plan()
    applied = driver.apply(planned)
    assert applied.changed == len(planned.changes)
    said = env_text.applied(applied, planned)
    assert said.endswith(f"Applied: {len(planned.changes)} changes in shop.")
    assert "in the plan" not in said


def test_resources_get_values_of_earlier_stacks(site: Site) -> None:
    site.apply()
    key = site.client("kms").list_keys()["Keys"][0]["KeyArn"]
    groups = site.client("logs").describe_log_groups(logGroupNamePrefix="/pcicloud/shop")["logGroups"]
    assert [group["kmsKeyId"] for group in groups] == [key]


def test_second_apply_changes_nothing(site: Site) -> None:
    site.apply()
    again = site.apply()
    assert again.changed == 0
    assert {step.action for step in again.steps} == {"none"}


def test_changed_parameter_changes_its_resource_only(site: Site) -> None:
    site.apply()
    site.with_parameters(days="731")
    applied = site.apply()
    assert {step.name: step.changed for step in applied.steps if step.changed} == {"storage": 1}
    groups = site.client("logs").describe_log_groups(logGroupNamePrefix="/pcicloud/shop")["logGroups"]
    assert [group["retentionInDays"] for group in groups] == [731]


def test_progress_names_every_resource_and_counts_them(site: Site) -> None:
    site.apply()
    made = [one for one in site.told if one.stack == "storage" and one.status == "CREATE_COMPLETE" and one.resource]
    assert [one.done for one in made] == [1, 2, 3]
    assert {one.total for one in made} == {3}
    assert {one.resource for one in made} == {"Logs", "Topic", "Bucket"}


def take_the_log_group(site: Site, name: str = "/pcicloud/shop") -> None:
    """Make the creation of the stack's log group fail: somebody else has one of this name."""
    site.client("logs").create_log_group(logGroupName=name)


def test_failure_names_the_resource_that_failed_first_and_what_stands(site: Site) -> None:
    take_the_log_group(site)
    with pytest.raises(StackFailed) as failed:
        site.apply()
    assert "storage" in failed.value.what
    assert "Logs (AWS::Logs::LogGroup)" in failed.value.what
    assert "ROLLBACK_COMPLETE" in failed.value.what
    assert failed.value.exit_code == 4
    states = {stack.name: stack.state for stack in site.driver.status().stacks}
    assert states == {"keys": "CREATE_COMPLETE", "storage": "ROLLBACK_COMPLETE"}


def test_apply_after_a_failed_creation_makes_the_stack_anew(site: Site) -> None:
    take_the_log_group(site)
    with pytest.raises(StackFailed):
        site.apply()
    site.client("logs").delete_log_group(logGroupName="/pcicloud/shop")
    planned = {stack.name: (stack.action, stack.note) for stack in site.driver.plan().stacks}
    assert planned["storage"][0] == "recreate"
    assert "ROLLBACK_COMPLETE" in planned["storage"][1]
    applied = {step.name: step.action for step in site.apply().steps}
    assert (applied["keys"], applied["storage"]) == ("none", "recreate")


def test_failed_update_leaves_the_stack_as_it_was(site: Site) -> None:
    site.apply()
    take_the_log_group(site, "/pcicloud/shop/new")
    site.with_parameters(topic_name="alarms")
    site.edit("cloudformation/storage.yaml", "/pcicloud/${EnvironmentName}", "/pcicloud/${EnvironmentName}/new")
    with pytest.raises(StackFailed, match="UPDATE_ROLLBACK_COMPLETE"):
        site.apply()
    topics = [topic["TopicArn"] for topic in site.client("sns").list_topics()["Topics"]]
    assert [arn.rpartition(":")[2] for arn in topics] == ["shop-alerts"]


def test_replacement_that_was_not_shown_is_not_carried_out(site: Site) -> None:
    site.apply()
    driver = site.driver
    shown = driver.plan()
    site.with_parameters(topic_name="alarms")
    with pytest.raises(PlanOutdated, match="replace Topic"):
        site.driver.apply(shown)
    topics = [topic["TopicArn"] for topic in site.client("sns").list_topics()["Topics"]]
    assert [arn.rpartition(":")[2] for arn in topics] == ["shop-alerts"]


def test_replacement_that_was_shown_is_carried_out(site: Site) -> None:
    site.apply()
    site.with_parameters(topic_name="alarms")
    site.apply()
    topics = [topic["TopicArn"] for topic in site.client("sns").list_topics()["Topics"]]
    assert [arn.rpartition(":")[2] for arn in topics] == ["shop-alarms"]


def test_removed_resource_is_deleted(site: Site) -> None:
    site.apply()
    text = (site.templates / "cloudformation/storage.yaml").read_text()
    before, _, rest = text.partition("  Topic:\n")
    _, _, after = rest.partition("  Bucket:\n")
    text = before + "  Bucket:\n" + after.replace("  TopicArn:\n    Value: !Ref Topic\n", "")
    (site.templates / "cloudformation/storage.yaml").write_text(text)
    change = next(change for change in site.driver.plan().changes if change.resource == "Topic")
    assert (change.action, change.requirements) == ("delete", ("12.10.5",))
    site.apply()
    assert site.client("sns").list_topics()["Topics"] == []


def test_stack_of_somebody_else_is_left_alone(site: Site) -> None:
    body = (site.templates / "cloudformation/keys.yaml").read_text()
    given = [{"ParameterKey": "EnvironmentName", "ParameterValue": "theirs"}]
    site.client("cloudformation").create_stack(StackName="pcicloud-shop-keys", TemplateBody=body, Parameters=given)
    site.client("cloudformation").get_waiter("stack_create_complete").wait(
        StackName="pcicloud-shop-keys", WaiterConfig={"Delay": 1}
    )
    for act in (site.driver.plan, site.driver.destroy, site.driver.drift):
        with pytest.raises(UsageError, match="pcicloud did not make it"):
            act()
