"""Change sets: the plan, property by property, before anything happens."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.emulator.conftest import Client
from tests.emulator.stacks import body, create, settled

pytestmark = [pytest.mark.aws, pytest.mark.usefixtures("emptied")]


def _text(*, days: int = 30, name: str = "g", policy: str = "Delete", more: dict[str, Any] | None = None) -> str:
    properties = {"LogGroupName": name, "RetentionInDays": days}
    group = {"Type": "AWS::Logs::LogGroup", "DeletionPolicy": policy, "Properties": properties}
    metric = {"MetricName": "m", "MetricNamespace": "n", "MetricValue": "1"}
    listener = {
        "Type": "AWS::Logs::MetricFilter",
        "Properties": {"LogGroupName": {"Ref": "Group"}, "FilterPattern": "x", "MetricTransformations": [metric]},
    }
    return body({"Group": group, "Filter": listener, **(more or {})})


def _plan(cloudformation: Any, text: str, *, kind: str = "UPDATE", **options: Any) -> dict[str, Any]:
    cloudformation.create_change_set(
        StackName="one", ChangeSetName="plan", ChangeSetType=kind, TemplateBody=text, **options
    )
    described: dict[str, Any] = cloudformation.describe_change_set(
        StackName="one", ChangeSetName="plan", IncludePropertyValues=True
    )
    return described


def _changes(plan: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {change["ResourceChange"]["LogicalResourceId"]: change["ResourceChange"] for change in plan["Changes"]}


def test_a_new_stack_is_reviewed_first_and_made_by_executing(client: Client) -> None:
    cloudformation = client("cloudformation")
    plan = _plan(cloudformation, _text(), kind="CREATE")
    assert (plan["Status"], plan["ExecutionStatus"]) == ("CREATE_COMPLETE", "AVAILABLE")
    assert {name: change["Action"] for name, change in _changes(plan).items()} == {"Group": "Add", "Filter": "Add"}
    assert json.loads(_changes(plan)["Group"]["AfterContext"])["Properties"]["RetentionInDays"] == 30
    assert settled(cloudformation, "one")["StackStatus"] == "REVIEW_IN_PROGRESS"
    assert client("logs").describe_log_groups()["logGroups"] == []
    cloudformation.execute_change_set(StackName="one", ChangeSetName="plan")
    assert settled(cloudformation, "one")["StackStatus"] == "CREATE_COMPLETE"
    assert [one["logGroupName"] for one in client("logs").describe_log_groups()["logGroups"]] == ["g"]


def test_a_changed_property_is_shown_from_what_to_what(client: Client) -> None:
    cloudformation = client("cloudformation")
    create(cloudformation, "one", _text())
    change = _changes(_plan(cloudformation, _text(days=400)))["Group"]
    assert (change["Action"], change["Replacement"], change["Scope"]) == ("Modify", "False", ["Properties"])
    assert change["Details"][0]["ChangeSource"] == "DirectModification"
    assert change["Details"][0]["Target"] == {
        "Attribute": "Properties",
        "Name": "RetentionInDays",
        "RequiresRecreation": "Never",
        "Path": "/Properties/RetentionInDays",
        "BeforeValue": "30",
        "AfterValue": "400",
        "AttributeChangeType": "Modify",
    }
    assert json.loads(change["BeforeContext"])["Properties"]["RetentionInDays"] == 30


def test_without_asking_no_value_is_shown(client: Client) -> None:
    cloudformation = client("cloudformation")
    create(cloudformation, "one", _text())
    _plan(cloudformation, _text(days=400))
    plain = cloudformation.describe_change_set(StackName="one", ChangeSetName="plan")
    assert "400" not in str(plain["Changes"])
    assert plain["Changes"][0]["ResourceChange"]["Details"][0]["Target"]["Name"] == "RetentionInDays"


def test_a_replacement_is_announced_with_those_that_follow_it(client: Client) -> None:
    cloudformation = client("cloudformation")
    create(cloudformation, "one", _text())
    changes = _changes(_plan(cloudformation, _text(name="h")))
    assert changes["Group"]["Replacement"] == "True"
    assert changes["Group"]["Details"][0]["Target"]["RequiresRecreation"] == "Always"
    follower = changes["Filter"]
    assert follower["Replacement"] == "Conditional"
    assert follower["Details"][0]["ChangeSource"] == "ResourceReference"
    assert follower["Details"][0]["CausingEntity"] == "Group"
    assert follower["Details"][0]["Evaluation"] == "Dynamic"


def test_additions_removals_and_policies_are_shown(client: Client) -> None:
    cloudformation = client("cloudformation")
    create(cloudformation, "one", _text(more={"Topic": {"Type": "AWS::SNS::Topic"}}))
    changes = _changes(_plan(cloudformation, _text(policy="Retain", more={"Other": {"Type": "AWS::SNS::Topic"}})))
    assert {name: change["Action"] for name, change in changes.items()} == {
        "Group": "Modify",
        "Other": "Add",
        "Topic": "Remove",
    }
    assert changes["Group"]["Scope"] == ["DeletionPolicy"]
    assert changes["Topic"]["PolicyAction"] == "Delete"


def test_a_parameter_is_named_as_the_cause_and_a_secret_one_stays_hidden(client: Client) -> None:
    cloudformation = client("cloudformation")
    parameter = {
        "Type": "AWS::SSM::Parameter",
        "Properties": {"Name": "/p", "Type": "String", "Value": {"Ref": "Password"}},
    }
    text = body({"Parameter": parameter}, Parameters={"Password": {"Type": "String", "NoEcho": True}})
    create(cloudformation, "one", text, Parameters=[{"ParameterKey": "Password", "ParameterValue": "pearl"}])
    plan = _plan(cloudformation, text, Parameters=[{"ParameterKey": "Password", "ParameterValue": "onyx"}])
    detail = _changes(plan)["Parameter"]["Details"][0]
    assert (detail["ChangeSource"], detail["CausingEntity"]) == ("ParameterReference", "Password")
    assert "pearl" not in str(plan)
    assert "onyx" not in str(plan)


def test_no_change_is_a_failed_change_set_that_cannot_be_executed(client: Client) -> None:
    cloudformation = client("cloudformation")
    create(cloudformation, "one", _text())
    plan = _plan(cloudformation, _text())
    assert plan["Status"] == "FAILED"
    assert "didn't contain changes" in plan["StatusReason"]
    with pytest.raises(ClientError) as raised:
        cloudformation.execute_change_set(StackName="one", ChangeSetName="plan")
    assert raised.value.response["Error"]["Code"] == "InvalidChangeSetStatus"


def test_an_executed_update_does_what_was_planned(client: Client) -> None:
    cloudformation = client("cloudformation")
    create(cloudformation, "one", _text())
    _plan(cloudformation, _text(days=400))
    cloudformation.execute_change_set(StackName="one", ChangeSetName="plan")
    assert settled(cloudformation, "one")["StackStatus"] == "UPDATE_COMPLETE"
    assert client("logs").describe_log_groups()["logGroups"][0]["retentionInDays"] == 400
    assert cloudformation.list_change_sets(StackName="one")["Summaries"] == []


def test_a_change_set_can_be_listed_and_thrown_away(client: Client) -> None:
    cloudformation = client("cloudformation")
    create(cloudformation, "one", _text())
    _plan(cloudformation, _text(days=400))
    assert [one["ChangeSetName"] for one in cloudformation.list_change_sets(StackName="one")["Summaries"]] == ["plan"]
    cloudformation.delete_change_set(StackName="one", ChangeSetName="plan")
    with pytest.raises(ClientError) as raised:
        cloudformation.describe_change_set(StackName="one", ChangeSetName="plan")
    assert raised.value.response["Error"]["Code"] == "ChangeSetNotFound"


def test_a_template_that_cannot_be_resolved_is_a_failed_change_set(client: Client) -> None:
    cloudformation = client("cloudformation")
    create(cloudformation, "one", _text())
    broken = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": {"Ref": "Nobody"}}}
    plan = _plan(cloudformation, _text(more={"Broken": broken}))
    assert (plan["Status"], "Nobody" in plan["StatusReason"]) == ("FAILED", True)
