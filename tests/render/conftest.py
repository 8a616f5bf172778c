"""The sample assessment that every output format is tried on."""

from __future__ import annotations

import pytest
from sample_assessment import sample

from pcicloud.model.assessment import Assessment


@pytest.fixture(scope="session")
def assessment() -> Assessment:
    return sample()
