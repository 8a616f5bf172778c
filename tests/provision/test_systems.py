"""What is known of each operating system."""

from __future__ import annotations

import pytest

from pcicloud.errors import DefinitionError
from pcicloud.provision.systems import named, systems


def test_each_system_is_told_from_the_others() -> None:
    found = systems().values()
    assert {one.title for one in found} == {"Debian 12", "Ubuntu 24.04"}
    assert len({(one.id, one.codename) for one in found}) == len(found)


@pytest.mark.parametrize("name", systems())
def test_security_updates_are_among_the_archives(name: str) -> None:
    system = named(name)
    suites = [suite for one in system.archives for suite in one.suites]
    assert f"{system.codename}-security" in suites
    assert all(suite.startswith(system.codename) for suite in suites)


def test_a_system_that_is_not_known_is_refused_with_those_that_are() -> None:
    with pytest.raises(DefinitionError, match="there is no system plan9") as caught:
        named("plan9")
    assert "ubuntu-24.04" in caught.value.hint
