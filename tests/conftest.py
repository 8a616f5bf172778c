"""What many tests share: one emulator a session, and the AWS model deployed in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pcicloud.environment import at, load
from pcicloud.model.environment import Environment

ENVIRONMENT = """\
name: tests
model: aws
aws:
  regions: [ap-northeast-1]
  profile: emulator
  config_file: .pcicloud/emulator/aws_config
  requests_per_s: 1000
"""


@pytest.fixture(scope="session")
def emulated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The environment.yaml of an empty account in an emulator of this test session."""
    from pcicloud import workspace
    from pcicloud.emulator import process

    file = tmp_path_factory.mktemp("emulated") / "environment.yaml"
    file.write_text(ENVIRONMENT)
    process.start(workspace.emulator(file))
    yield file
    process.stop(workspace.emulator(file))


@pytest.fixture(scope="session")
def deployed(emulated: Path) -> Environment:
    """The environment with the AWS model in it, as it is right after `pcicloud env apply`."""
    from pcicloud.provision.driver import driver_of
    from pcicloud.resources import folder

    environment = at(load(emulated), datetime.now(UTC))
    driver = driver_of(environment, folder("templates"))
    driver.apply(driver.plan())
    return environment
