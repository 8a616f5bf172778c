"""A small environment in an emulator of its own, emptied before every test."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import msgspec
import pytest

from pcicloud.aws import Aws
from pcicloud.emulator import process
from pcicloud.model.environment import AwsPlace, Environment
from pcicloud.model.plan import Progress
from pcicloud.provision.aws.world import world_of
from pcicloud.provision.driver import Driver, driver_of
from pcicloud.provision.drivers.cloudformation import CloudFormationDriver

SMALL = Path(__file__).parent / "small"
REGION = "ap-northeast-1"


class Site(msgspec.Struct, kw_only=True):
    """An environment under test: its templates can be edited, and its account changed behind pcicloud's back."""

    environment: Environment
    templates: Path
    aws: Aws
    told: list[Progress]

    @property
    def driver(self) -> Driver:
        """A driver that reads every file anew, as a new command does; only the AWS clients are kept, which are slow."""
        if self.environment.aws is not self.aws.place:
            return driver_of(self.environment, self.templates)
        return CloudFormationDriver(world_of(self.environment, self.templates, self.aws))

    def apply(self) -> Any:
        """Plan and apply; what happens goes to `told`."""
        driver = self.driver
        return driver.apply(driver.plan(), tell=self.told.append)

    def client(self, service: str) -> Any:
        """A boto3 client of the account."""
        return self.aws.client(service, REGION)

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace a text in one of the templates."""
        path = self.templates / file
        text = path.read_text()
        assert old in text, f"{file} has no {old}"
        path.write_text(text.replace(old, new))

    def with_parameters(self, **parameters: str | int | bool) -> None:
        """Set parameters as in environment.yaml."""
        self.environment = msgspec.structs.replace(self.environment, parameters=parameters)


@pytest.fixture(scope="session")
def emulator_state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    state = tmp_path_factory.mktemp("provision_emulator")
    process.start(state)
    yield state
    process.stop(state)


@pytest.fixture
def site(emulator_state: Path, aws: Aws, tmp_path: Path) -> Site:
    process.reset(emulator_state)
    return site_in(aws, tmp_path)


@pytest.fixture(scope="session")
def aws(emulator_state: Path) -> Aws:
    return aws_of(emulator_state)


def aws_of(state: Path) -> Aws:
    """A session of the account in the emulator of a state folder."""
    return Aws(AwsPlace(profile="emulator", config_file=str(state / "aws_config"), requests_per_s=1000))


def site_in(aws: Aws, folder: Path) -> Site:
    """The small environment, not yet deployed."""
    templates = folder / "templates"
    shutil.copytree(SMALL, templates, dirs_exist_ok=True)
    return Site(environment=Environment(name="shop", model="aws", aws=aws.place), templates=templates, aws=aws, told=[])


@pytest.fixture
def fault(emulator_state: Path) -> Iterator[Callable[..., None]]:
    """Make the emulator answer an operation with an error: `fault("iam:*", "AccessDenied", times=1)`."""
    yield lambda operation, error, *, times=None: make_fault(emulator_state, operation, error, times=times)
    clear_faults(emulator_state)


def make_fault(state: Path, operation: str, error: str, *, times: int | None = None) -> None:
    """Let an emulator answer an operation with an error."""
    _faults(state, "POST", [{"operation": operation, "error": error, "times": times}])


def clear_faults(state: Path) -> None:
    """Let an emulator answer as it should again."""
    _faults(state, "DELETE", [])


def _faults(state: Path, method: str, faults: list[dict[str, object]]) -> None:
    url = f"{process.status(state).endpoint_url}/_pcicloud/faults"
    headers = {"Content-Type": "application/json"}
    with urlopen(Request(url, data=json.dumps(faults).encode(), method=method, headers=headers)):
        pass
