"""Checkov, an independent judge, finds nothing in the templates that is not answered with a reason."""

from __future__ import annotations

import json
import os
import shutil
import subprocess

import pytest

from tests.templates.template_files import TEMPLATES


@pytest.mark.checkov
def test_checkov_finds_nothing() -> None:
    checkov = os.environ.get("PCICLOUD_CHECKOV", "checkov")
    assert shutil.which(checkov), f"{checkov}: not found; install it apart and name it in PCICLOUD_CHECKOV"
    folder = str(TEMPLATES / "cloudformation")
    scan = subprocess.run(
        [checkov, "--directory", folder, "--framework", "cloudformation", "--output", "json"],
        capture_output=True,
        text=True,
        check=False,
    )
    report = json.loads(scan.stdout)
    failed = [f"{check['check_id']} {check['resource']}" for check in report["results"]["failed_checks"]]
    assert not failed
    assert not report["results"]["parsing_errors"]
    assert report["summary"]["passed"] > 200
