"""A whole scan of the AWS model asks little enough to run it every day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pcicloud import catalog, workspace
from pcicloud.collect import collect
from pcicloud.emulator import process
from pcicloud.environment import at, load
from pcicloud.evidence.store import Store
from pcicloud.model.environment import Environment
from pcicloud.provision.driver import driver_of
from pcicloud.resources import folder

pytestmark = [pytest.mark.aws, pytest.mark.slow]
CALLS_MAX = 160
ENVIRONMENT = """\
name: scan
model: aws
aws:
  regions: [ap-northeast-1]
  profile: emulator
  config_file: .pcicloud/emulator/aws_config
  requests_per_s: 1000
"""


@pytest.fixture
def untouched(tmp_path: Path) -> Iterator[Environment]:
    """The model in an emulator of its own: what other tests leave behind, like retired keys, would be asked, too."""
    file = tmp_path / "environment.yaml"
    file.write_text(ENVIRONMENT)
    process.start(workspace.emulator(file))
    try:
        environment = at(load(file), datetime.now(UTC))
        driver = driver_of(environment, folder("templates"))
        driver.apply(driver.plan())
        yield environment
    finally:
        process.stop(workspace.emulator(file))


def test_a_scan_of_the_model_sees_everything_within_its_number_of_calls(untouched: Environment, tmp_path: Path) -> None:
    with Store.open(tmp_path / "store", write=True, environment=untouched.name) as store:
        summary = collect(untouched, catalog.load(), store)
    assert summary.gaps == ()
    assert summary.calls <= CALLS_MAX
