"""A run that is killed at any point: the next one goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from pcicloud.emulator import process
from pcicloud.errors import OutsideError
from pcicloud.model.plan import Progress
from pcicloud.provision.aws.stack_apply import PlanOutdated, StackFailed
from tests.provision.conftest import Site, aws_of, clear_faults, make_fault, site_in
from tests.provision.cut_line import Line

pytestmark = pytest.mark.aws

RUN = """
import sys
from pathlib import Path
from pcicloud.model.environment import AwsPlace, Environment
from pcicloud.provision.driver import driver_of
place = AwsPlace(profile="emulator", config_file=sys.argv[1])
environment = Environment(name="shop", model="aws", aws=place, parameters={"days": sys.argv[4]})
driver = driver_of(environment, Path(sys.argv[2]))
driver.apply(driver.plan()) if sys.argv[3] == "apply" else driver.destroy()
"""
WAIT_S = 30.0


@pytest.fixture(scope="module")
def slow_state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An emulator that takes its time for every resource, as AWS does."""
    state = tmp_path_factory.mktemp("slow_emulator")
    os.environ["PCICLOUD_EMULATOR_RESOURCE_DELAY_S"] = "0.4"
    try:
        process.start(state)
    finally:
        del os.environ["PCICLOUD_EMULATOR_RESOURCE_DELAY_S"]
    yield state
    process.stop(state)


@pytest.fixture
def slow_site(slow_state: Path, tmp_path: Path) -> Site:
    process.reset(slow_state)
    return site_in(aws_of(slow_state), tmp_path)


def state(site: Site, name: str) -> str:
    """The state of a stack right now; asks nothing else, so that a short state is not missed."""
    listed = site.client("cloudformation").describe_stacks()["Stacks"]
    return next((stack["StackStatus"] for stack in listed if stack["StackName"] == f"pcicloud-shop-{name}"), "")


def states(site: Site) -> dict[str, str]:
    return {stack.name: stack.state for stack in site.driver.status().stacks}


def killed(site: Site, what: str, when: Callable[[], bool], *, days: str = "400") -> None:
    """Start a run in a process of its own and kill it (SIGKILL) as soon as `when` holds."""
    assert site.environment.aws
    config = str(site.environment.aws.config_file)
    run = subprocess.Popen(
        [sys.executable, "-c", RUN, config, str(site.templates), what, days], stdout=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + WAIT_S
        while not when():
            assert run.poll() is None, "the run ended before it could be killed"
            assert time.monotonic() < deadline, "the moment to kill never came"
            time.sleep(0.02)
    finally:
        run.send_signal(signal.SIGKILL)
        run.wait()


def test_killed_while_a_stack_is_created(slow_site: Site) -> None:
    killed(slow_site, "apply", lambda: state(slow_site, "storage") == "CREATE_IN_PROGRESS")
    assert slow_site.driver.plan().stacks[1].note.startswith("it is CREATE_IN_PROGRESS")
    slow_site.apply()
    assert states(slow_site) == {"keys": "CREATE_COMPLETE", "storage": "CREATE_COMPLETE"}
    assert not slow_site.driver.plan().has_changes


def test_killed_between_two_stacks(slow_site: Site) -> None:
    killed(slow_site, "apply", lambda: state(slow_site, "keys") == "CREATE_COMPLETE")
    slow_site.apply()
    assert set(states(slow_site).values()) == {"CREATE_COMPLETE"}
    assert not slow_site.driver.plan().has_changes


def test_killed_while_a_stack_is_updated(slow_site: Site) -> None:
    slow_site.apply()
    killed(slow_site, "apply", lambda: state(slow_site, "storage") == "UPDATE_IN_PROGRESS", days="731")
    slow_site.with_parameters(days="731")
    slow_site.apply()
    assert states(slow_site)["storage"] == "UPDATE_COMPLETE"
    assert not slow_site.driver.plan().has_changes


def test_killed_while_a_stack_is_deleted(slow_site: Site) -> None:
    slow_site.apply()
    killed(slow_site, "destroy", lambda: state(slow_site, "storage") == "DELETE_IN_PROGRESS")
    slow_site.driver.destroy()
    assert set(states(slow_site).values()) == {"NOT_DEPLOYED"}


def test_apply_after_a_killed_destroy_builds_it_again(slow_site: Site) -> None:
    slow_site.apply()
    killed(slow_site, "destroy", lambda: state(slow_site, "storage") == "DELETE_IN_PROGRESS")
    slow_site.apply()
    assert not slow_site.driver.plan().has_changes


def test_stack_that_is_only_a_change_set_is_made_anew(slow_site: Site) -> None:
    body = (slow_site.templates / "cloudformation/keys.yaml").read_text()
    slow_site.client("cloudformation").create_change_set(
        StackName="pcicloud-shop-keys",
        ChangeSetName="half",
        ChangeSetType="CREATE",
        TemplateBody=body,
        Parameters=[{"ParameterKey": "EnvironmentName", "ParameterValue": "shop"}],
    )
    assert states(slow_site)["keys"] == "REVIEW_IN_PROGRESS"
    slow_site.apply()
    assert states(slow_site)["keys"] == "CREATE_COMPLETE"


def test_update_whose_rollback_failed_is_first_rolled_back(slow_site: Site, slow_state: Path) -> None:
    slow_site.apply()
    slow_site.with_parameters(days="731", topic_name="alarms")
    make_fault(slow_state, "sns:CreateTopic", "AccessDenied")

    def spoil_the_rollback(progress: Progress) -> None:
        if (progress.resource, progress.status) == ("Logs", "UPDATE_COMPLETE"):
            make_fault(slow_state, "logs:PutRetentionPolicy", "AccessDenied")

    driver = slow_site.driver
    with pytest.raises(StackFailed, match=r"Topic .*UPDATE_ROLLBACK_FAILED"):
        driver.apply(driver.plan(), tell=spoil_the_rollback)
    clear_faults(slow_state)
    assert "first lets CloudFormation finish the rollback" in slow_site.driver.plan().stacks[1].note
    # Nobody could tell before the rollback was finished that a topic would be replaced: it must be shown first.
    with pytest.raises(PlanOutdated, match="replace Topic"):
        slow_site.apply()
    groups = slow_site.client("logs").describe_log_groups(logGroupNamePrefix="/pcicloud/shop")["logGroups"]
    assert [group["retentionInDays"] for group in groups] == [400]
    slow_site.apply()
    assert states(slow_site)["storage"] == "UPDATE_COMPLETE"
    assert not slow_site.driver.plan().has_changes


def test_two_applies_at_once_end_in_one_environment(slow_site: Site) -> None:
    assert slow_site.environment.aws
    config = str(slow_site.environment.aws.config_file)
    command = [sys.executable, "-c", RUN, config, str(slow_site.templates), "apply", "400"]
    runs = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    ends = [(run.communicate()[1], run.returncode) for run in runs]
    assert 0 in [code for _, code in ends]
    assert all(code == 0 or "somebody else is changing the stack" in said for said, code in ends)
    assert len(slow_site.client("cloudformation").describe_stacks()["Stacks"]) == 2
    assert not slow_site.driver.plan().has_changes


@pytest.mark.slow
def test_an_endpoint_that_goes_away_in_the_middle_is_a_sentence_and_the_next_apply_goes_on(
    site: Site, emulator_state: Path
) -> None:
    port = process.status(emulator_state).port
    assert port
    assert site.environment.aws
    line = Line(port)
    place = msgspec.structs.replace(site.environment.aws, endpoint_url=line.url)
    site.environment = msgspec.structs.replace(site.environment, aws=place)
    driver = site.driver
    with pytest.raises(OutsideError, match=r"cloudformation:.* could not be reached") as away:
        driver.apply(driver.plan(), tell=lambda _: line.cut())
    assert (away.value.exit_code, type(away.value)) == (4, OutsideError)
    assert "emulator start" in away.value.hint
    line.mend()
    site.apply()
    assert states(site) == {"keys": "CREATE_COMPLETE", "storage": "CREATE_COMPLETE"}
    assert not site.driver.plan().has_changes
    line.cut()
