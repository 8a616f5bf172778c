"""What AWS may refuse: each is one sentence, a next step and exit code 4."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from pcicloud.aws_writing import AwsRefused
from pcicloud.errors import OutsideError
from pcicloud.model.environment import AwsPlace
from tests.provision.conftest import Site

pytestmark = pytest.mark.aws


def test_denied_call_names_the_permission(site: Site, fault: object) -> None:
    assert callable(fault)
    fault("cloudformation:DescribeStacks", "AccessDenied")
    with pytest.raises(AwsRefused) as refused:
        site.driver.plan()
    assert refused.value.exit_code == 4
    assert "cloudformation:DescribeStacks answered AccessDenied" in refused.value.what
    assert "permission cloudformation:DescribeStacks" in refused.value.hint


def test_denied_write_of_a_setting_names_the_permission(site: Site, fault: object) -> None:
    assert callable(fault)
    fault("iam:UpdateAccountPasswordPolicy", "AccessDenied")
    with pytest.raises(AwsRefused, match="iam:UpdateAccountPasswordPolicy") as refused:
        site.apply()
    assert "permission iam:UpdateAccountPasswordPolicy" in refused.value.hint


def test_throttled_call_is_repeated(site: Site, fault: object) -> None:
    assert callable(fault)
    fault("cloudformation:DescribeStacks", "Throttling", times=1)
    assert site.driver.plan().has_changes


def test_wrong_credentials(site: Site, tmp_path: Path) -> None:
    assert site.environment.aws
    config = tmp_path / "wrong"
    config.write_text(
        Path(str(site.environment.aws.config_file)).read_text().replace("key_id = emulator", "key_id = AKIAWRONG")
    )
    place = msgspec.structs.replace(site.environment.aws, config_file=str(config))
    site.environment = msgspec.structs.replace(site.environment, aws=place)
    with pytest.raises(OutsideError) as wrong:
        site.driver.plan()
    assert "InvalidClientTokenId" in wrong.value.what
    assert "credentials" in wrong.value.hint


def test_endpoint_that_is_down(site: Site) -> None:
    place = AwsPlace(
        profile="emulator", config_file=site.environment.aws.config_file, endpoint_url="http://127.0.0.1:9"
    )  # type: ignore[union-attr]
    site.environment = msgspec.structs.replace(site.environment, aws=place)
    with pytest.raises(OutsideError) as wrong:
        site.driver.plan()
    assert "could not be reached" in wrong.value.what
    assert "pcicloud emulator start" in wrong.value.hint
