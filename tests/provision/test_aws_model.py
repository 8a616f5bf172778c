"""The AWS model itself, from an empty account to an empty account."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pcicloud.cli import env_text
from pcicloud.emulator import process
from pcicloud.model.environment import Environment
from pcicloud.model.plan import Applied, Plan
from pcicloud.provision.driver import Driver, driver_of
from pcicloud.resources import folder
from tests.provision.conftest import REGION, aws_of

pytestmark = [pytest.mark.aws, pytest.mark.slow]


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    state = tmp_path_factory.mktemp("model_emulator")
    process.start(state)
    yield state
    process.stop(state)


@pytest.fixture(scope="module")
def driver(state: Path) -> Driver:
    place = aws_of(state).place
    return driver_of(Environment(name="shop", model="aws", aws=place), folder("templates"))


@pytest.fixture(scope="module")
def planned(driver: Driver) -> Plan:
    return driver.plan()


@pytest.fixture(scope="module")
def applied(driver: Driver, planned: Plan) -> Applied:
    return driver.apply(planned)


def test_plan_names_resources_and_the_requirements_that_they_serve(planned: Plan) -> None:
    made = [change for change in planned.changes if change.stack != "account_settings"]
    assert len(made) > 200
    assert {change.action for change in made} == {"create"}
    assert all(change.requirements for change in planned.changes if change.stack == "account_settings")
    assert sum(1 for change in made if change.requirements) > 100


def test_apply_makes_what_was_planned(planned: Plan, applied: Applied) -> None:
    made = sum(step.changed for step in applied.steps if step.kind == "stack")
    assert made == sum(1 for change in planned.changes if change.stack != "account_settings")
    # The network that the apply made has a default group of its own, which no plan could see.
    assert applied.changed == len(planned.changes) + 1
    said = env_text.applied(applied, planned).splitlines()
    assert said[-1] == f"Applied: {applied.changed} changes in shop ({len(planned.changes)} in the plan)."
    unplanned = [line.split() for line in said[:-1] if line.endswith(" in the plan)")]
    assert unplanned == [["default_security_groups", "update", "2", "changed", "(1", "in", "the", "plan)"]]


def test_second_plan_has_no_changes(driver: Driver, applied: Applied) -> None:
    again = driver.plan()
    assert not again.has_changes
    assert sum(stack.unchanged for stack in again.stacks) == sum(
        step.changed for step in applied.steps if step.kind == "stack"
    )


def test_nothing_has_drifted(driver: Driver, applied: Applied) -> None:
    drift = driver.drift()
    assert drift.items == ()
    assert drift.in_sync > sum(step.changed for step in applied.steps if step.kind == "stack") - 20


def test_status_says_that_all_stands(driver: Driver, applied: Applied) -> None:
    status = driver.status()
    assert {stack.state for stack in status.stacks} == {"CREATE_COMPLETE"}
    assert {setting.state for setting in status.settings} == {"as_wanted"}


def physical_id(state: Path, stack: str, name: str) -> str:
    cloudformation = aws_of(state).client("cloudformation", REGION)
    found = cloudformation.describe_stack_resource(StackName=f"pcicloud-shop-{stack}", LogicalResourceId=name)
    return str(found["StackResourceDetail"]["PhysicalResourceId"])


def test_what_was_added_to_the_network_by_hand_is_drift_although_cloudformation_does_not_see_it(
    driver: Driver, state: Path, applied: Applied
) -> None:
    ec2 = aws_of(state).client("ec2", REGION)
    group = physical_id(state, "segmentation", "DatabaseGroup")
    table = physical_id(state, "network", "DataRoutes")
    acl = physical_id(state, "segmentation", "DataAcl")
    gateway = physical_id(state, "network", "InternetGateway")
    before = driver.drift()
    rule = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
    entry = {"NetworkAclId": acl, "RuleNumber": 7, "Egress": False}
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[rule])
    ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
    ec2.create_network_acl_entry(**entry, Protocol="-1", RuleAction="allow", CidrBlock="0.0.0.0/0")
    drift = driver.drift()
    items = drift.items
    ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=[rule])
    ec2.delete_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0")
    ec2.delete_network_acl_entry(**entry)
    assert {(item.resource, item.property, item.seen) for item in items} == {
        ("DatabaseGroup", "SecurityGroupIngress", "tcp 22 from 0.0.0.0/0"),
        ("DataRoutes", "Routes", f"0.0.0.0/0 to {gateway}"),
        ("DataAcl", "Entries", "ingress 7: allow all traffic from 0.0.0.0/0"),
    }
    assert (drift.drifted, drift.in_sync) == (3, before.in_sync - 3)
    assert all(item.requirements for item in items)
    assert all(" aws ec2 " in item.note for item in items)
    assert all(item.note.endswith(" --region ap-northeast-1 --profile emulator") for item in items)
    assert driver.drift().items == ()


def test_destroy_leaves_what_aws_keeps_for_a_while_and_nothing_else(driver: Driver, applied: Applied) -> None:
    destroyed = driver.destroy()
    assert len(destroyed.stacks) == len(driver.status().stacks)
    assert destroyed.stuck == ()
    assert {one.kind for one in destroyed.remains} == {"pending", "kept"}
    assert driver.destruction().stacks == ()


def test_it_can_be_built_again(driver: Driver, applied: Applied) -> None:
    again = driver.apply(driver.plan())
    assert {step.action for step in again.steps if step.kind == "stack"} == {"create"}
