"""The reasons for what judges from outside remark: each is one, and names checks that exist."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from pcicloud.discover import all_ids

REASONS = yaml.safe_load((Path(__file__).parents[2] / "benchmarks" / "judges.yaml").read_text())


def test_every_reason_says_something_and_names_checks_that_exist() -> None:
    known = set(all_ids("checks"))
    for name, reason in [*REASONS["lynis"].items(), *REASONS["openscap"].items()]:
        other = re.match(r"As (\w+)[.;]", reason)
        assert other is None or other[1] in REASONS["openscap"], name
        assert set(re.findall(r"\bhost\.[a-z_]+", reason)) <= known, name
        assert len(reason) > 20, name
