"""Reads the files under templates/ for the tests: the model, the CloudFormation templates and the account settings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from cfnlint.decode import cfn_yaml

from pcicloud import strict_yaml

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
CLOUDFORMATION = sorted((TEMPLATES / "cloudformation").glob("*.yaml"))
ACCOUNT_SETTINGS = sorted((TEMPLATES / "account_settings").glob("*.yaml"))
REFERENCE = re.compile(r"\$\{([a-z_]+)\.([A-Za-z0-9_]+)(?:\.([A-Za-z0-9]+))?\}")


@cache
def template(path: Path) -> dict[str, Any]:
    """A CloudFormation template as plain values, short tags as `Ref` and `Fn::...`."""
    plain: dict[str, Any] = json.loads(json.dumps(cfn_yaml.load(str(path)), default=str))
    return plain


@cache
def model() -> dict[str, Any]:
    """templates/environments/aws.yaml, strictly read."""
    return plain_yaml(TEMPLATES / "environments" / "aws.yaml")


@cache
def plain_yaml(path: Path) -> dict[str, Any]:
    """Any other YAML file of templates/, strictly read: a duplicate key is an error."""
    read: dict[str, Any] = strict_yaml.tree(path.read_text(encoding="utf-8"), name=str(path))
    return read


@cache
def requirement_ids() -> frozenset[str]:
    """The 280 requirement ids of PCI DSS v4.0.1."""
    facts = json.loads((ROOT / "tests" / "facts" / "pci_dss_4_0_1_ids.json").read_text(encoding="utf-8"))
    return frozenset(item["id"] for item in facts["items"] if item["level"] == "requirement")


def resources() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every resource of every template: template's name without its ending, logical id, resource."""
    for path in CLOUDFORMATION:
        for logical_id, resource in template(path)["Resources"].items():
            yield path.stem, logical_id, resource


def find(properties: Any, path: str) -> bool:
    """Whether a property path leads somewhere. A key may hold dots itself: the longest key that fits is taken."""
    if not path:
        return True
    if isinstance(properties, list):
        index, _, rest = path.partition(".")
        return index.isdigit() and int(index) < len(properties) and find(properties[int(index)], rest)
    if not isinstance(properties, dict):
        return False
    fitting = [key for key in properties if path == key or path.startswith(f"{key}.")]
    return any(find(properties[key], path[len(key) + 1 :]) for key in sorted(fitting, key=len, reverse=True))


def references(value: Any) -> Iterator[tuple[str, ...]]:
    """Every `${a.b}` or `${a.b.c}` in a value, however deep, as its parts."""
    if isinstance(value, str):
        for match in REFERENCE.finditer(value):
            yield tuple(part for part in match.groups() if part)
    elif isinstance(value, dict):
        for part in value.values():
            yield from references(part)
    elif isinstance(value, list):
        for part in value:
            yield from references(part)
