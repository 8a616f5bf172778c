"""The sample assessment that every output format is tried on."""

from __future__ import annotations

import pytest

from pcicloud.model.assessment import Assessment
from tests.render.sample_assessment import sample


@pytest.fixture(scope="session")
def assessment() -> Assessment:
    return sample()
