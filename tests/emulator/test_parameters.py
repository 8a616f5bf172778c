"""A stack's parameters."""

from __future__ import annotations

from typing import Any

import pytest

from pcicloud.emulator.cloudformation.dependencies import creation_order
from pcicloud.emulator.cloudformation.parameters import parameter_values, shown_values, typed_value
from pcicloud.emulator.errors import ServiceError

DECLARED: dict[str, Any] = {
    "Parameters": {
        "Name": {"Type": "String", "AllowedPattern": "[a-z]+", "MinLength": 2, "MaxLength": 5},
        "Days": {"Type": "Number", "Default": 400, "MinValue": 365},
        "Mode": {"Type": "String", "Default": "A", "AllowedValues": ["A", "B"]},
        "Zones": {"Type": "CommaDelimitedList", "Default": "a, c"},
        "Password": {"Type": "String", "Default": "secret", "NoEcho": True},
    }
}


def test_defaults_fill_what_was_not_given() -> None:
    values = parameter_values(DECLARED, {"Name": "demo"})
    assert values == {"Name": "demo", "Days": "400", "Mode": "A", "Zones": "a, c", "Password": "secret"}


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"Name": "demo", "Other": "x"},
        {"Name": "DEMO"},
        {"Name": "d"},
        {"Name": "toolong"},
        {"Name": "demo", "Days": "364"},
        {"Name": "demo", "Days": "many"},
        {"Name": "demo", "Mode": "C"},
    ],
)
def test_a_parameter_out_of_its_bounds_is_refused(given: dict[str, str]) -> None:
    with pytest.raises(ServiceError):
        parameter_values(DECLARED, given)


def test_a_list_parameter_gives_a_list() -> None:
    assert typed_value({"Type": "CommaDelimitedList"}, "a, c") == ["a", "c"]
    assert typed_value({"Type": "List<AWS::EC2::Subnet::Id>"}, "") == []


def test_a_secret_parameter_is_never_shown() -> None:
    shown = shown_values(DECLARED, parameter_values(DECLARED, {"Name": "demo"}))
    assert {"ParameterKey": "Password", "ParameterValue": "****"} in shown
    assert "secret" not in str(shown)


def _template(**depends: Any) -> dict[str, Any]:
    return {"Resources": {name: {"Type": "T", **about} for name, about in depends.items()}}


def test_a_resource_comes_after_those_that_it_mentions() -> None:
    template = _template(
        A={"Properties": {"X": {"Fn::Sub": "${B.Arn}"}}},
        B={"Properties": {"X": [{"Fn::GetAtt": ["C", "Arn"]}]}},
        C={"DependsOn": "D"},
        D={},
    )
    assert creation_order(template, ["A", "B", "C", "D"]) == ["D", "C", "B", "A"]


def test_a_circle_is_refused() -> None:
    template = _template(A={"Properties": {"X": {"Ref": "B"}}}, B={"DependsOn": ["A"]})
    with pytest.raises(ServiceError, match="Circular dependency"):
        creation_order(template, ["A", "B"])


def test_a_delivery_channel_waits_for_its_recorder() -> None:
    template = {
        "Resources": {
            "Channel": {"Type": "AWS::Config::DeliveryChannel"},
            "Recorder": {"Type": "AWS::Config::ConfigurationRecorder"},
        }
    }
    assert creation_order(template, ["Channel", "Recorder"]) == ["Recorder", "Channel"]
