"""The AWS model: each value that a template asks for has a source, and each source is used."""

from __future__ import annotations

import ipaddress
import re
from fnmatch import fnmatchcase
from typing import Any

import pytest

from tests.templates.template_files import (
    ACCOUNT_SETTINGS,
    CLOUDFORMATION,
    TEMPLATES,
    model,
    plain_yaml,
    references,
    resources,
    template,
)

STACKS = model()["stacks"]
ENVIRONMENT = {"name", "region", "account_id"}


def template_of(stack: dict[str, Any]) -> dict[str, Any]:
    """The template that a stack of the model names."""
    return template(TEMPLATES / "cloudformation" / stack["template"])


def test_every_template_is_in_the_model_once() -> None:
    assert sorted(stack["template"] for stack in STACKS) == [path.name for path in CLOUDFORMATION]
    assert len({stack["name"] for stack in STACKS}) == len(STACKS)


def test_every_account_setting_is_in_the_model_once() -> None:
    assert sorted(model()["account_settings"]) == [path.stem for path in ACCOUNT_SETTINGS]


@pytest.mark.parametrize("stack", STACKS, ids=lambda stack: stack["name"])
def test_a_stack_gives_what_its_template_asks_for_and_nothing_else(stack: dict[str, Any]) -> None:
    asked = template_of(stack)["Parameters"]
    needed = {name for name, parameter in asked.items() if "Default" not in parameter}
    assert needed <= set(stack["parameters"]) <= set(asked)


@pytest.mark.parametrize("stack", STACKS, ids=lambda stack: stack["name"])
def test_a_stack_refers_only_to_what_is_known_before_it(stack: dict[str, Any]) -> None:
    earlier = {
        (other["name"], output)
        for other in STACKS[: STACKS.index(stack)]
        for output in template_of(other).get("Outputs", {})
    }
    for source, *rest in references(stack["parameters"]):
        if source == "stacks":
            assert tuple(rest) in earlier, f"{stack['name']}: {'.'.join(rest)}"
        elif source == "parameters":
            assert rest[0] in model()["parameters"], f"{stack['name']}: {rest[0]}"
        else:
            assert source == "environment"
            assert rest[0] in ENVIRONMENT


@pytest.mark.parametrize("name", model()["parameters"])
def test_a_parameter_has_a_fitting_default_and_is_explained_and_used(name: str) -> None:
    parameter = model()["parameters"][name]
    assert parameter.keys() == {"default", "pattern", "about"}
    assert re.fullmatch(parameter["pattern"], str(parameter["default"]))
    assert parameter["about"]["en"]
    assert parameter["about"]["ja"]
    users = [stack["parameters"] for stack in STACKS] + [plain_yaml(path) for path in ACCOUNT_SETTINGS]
    assert ("parameters", name) in set(references(users))


@pytest.mark.parametrize("stack", STACKS, ids=lambda stack: stack["name"])
def test_a_default_of_the_model_is_allowed_by_the_template(stack: dict[str, Any]) -> None:
    for name, value in stack["parameters"].items():
        found = re.fullmatch(r"\$\{parameters\.(\w+)\}", value)
        if not found:
            continue
        default = str(model()["parameters"][found[1]]["default"])
        asked = template_of(stack)["Parameters"][name]
        assert default in [str(allowed) for allowed in asked.get("AllowedValues", [default])], name
        assert re.search(asked.get("AllowedPattern", ""), default), name
        if asked["Type"] == "Number":
            assert int(asked.get("MinValue", 0)) <= int(default) <= int(asked.get("MaxValue", default)), name


def test_the_segments_lie_in_the_network_and_apart() -> None:
    defaults = {name: parameter["default"] for name, parameter in model()["parameters"].items()}
    whole = ipaddress.IPv4Network(defaults["vpc_cidr"])
    parts = [ipaddress.IPv4Network(defaults[f"{name}_cidr"]) for name in ("public", "app", "data", "management")]
    assert all(part.subnet_of(whole) for part in parts)
    assert not [(a, b) for a in parts for b in parts if a is not b and a.overlaps(b)]


def test_logs_are_locked_for_twelve_months_unless_the_user_says_otherwise() -> None:
    parameters = model()["parameters"]
    assert parameters["log_lock_mode"]["default"] == "COMPLIANCE"
    assert int(parameters["log_lock_days"]["default"]) >= 365
    assert int(parameters["log_retention_days"]["default"]) >= 365


def test_the_way_of_guarddutys_agents_stands_before_guardduty_makes_one_of_its_own() -> None:
    ways = {
        resource["Properties"]["ServiceName"]["Fn::Sub"].rpartition(".")[2]: stack
        for stack, _, resource in resources()
        if resource["Type"] == "AWS::EC2::VPCEndpoint"
    }
    order = [stack["name"] for stack in STACKS]
    assert order.index(ways["guardduty-data"]) < order.index("detection")


def test_the_log_reader_may_read_every_log_group() -> None:
    made = [
        resource["Properties"]["LogGroupName"]["Fn::Sub"]
        for _, _, resource in resources()
        if resource["Type"] == "AWS::Logs::LogGroup"
    ]
    role = template(TEMPLATES / "cloudformation" / "identity.yaml")["Resources"]["LogReaderRole"]["Properties"]
    statements = {item["Sid"]: item for item in role["Policies"][0]["PolicyDocument"]["Statement"]}
    readable = [arn["Fn::Sub"].partition(":log-group:")[2] for arn in statements["ReadLogGroups"]["Resource"]]
    assert len(made) > 5
    assert not [name for name in made if not any(fnmatchcase(f"{name}:*", pattern) for pattern in readable)]


def test_titles_and_meanings_are_there_in_both_languages() -> None:
    texts = [model()["title"], *(segment["about"] for segment in model()["segments"])]
    texts += [flow["reason"] for flow in model()["flows"]]
    texts += [plain_yaml(path)["title"] for path in ACCOUNT_SETTINGS]
    assert not [text for text in texts if not (text["en"] and re.search("[ぁ-んァ-ヶ一-龠]", text["ja"]))]
