"""CloudFormation's functions, worked out before there is a stack."""

from __future__ import annotations

from typing import Any

import pytest

from pcicloud.provision.aws.intrinsics import holds, references, resolved, scope_of
from pcicloud.provision.aws.template import parse_template
from pcicloud.provision.placeholders import UNKNOWN

TEMPLATE = parse_template(
    """
Parameters:
  Name: {Type: String, Default: shop}
  Zones: {Type: CommaDelimitedList}
  Password: {Type: String, NoEcho: true}
  Image: {Type: "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>", Default: /aws/image}
  Late: {Type: String}
Mappings:
  Sizes: {small: {hosts: 2}}
Conditions:
  IsShop: !Equals [!Ref Name, shop]
  IsLate: !Equals [!Ref Late, x]
  Both: !And [!Condition IsShop, !Not [!Condition IsShop]]
Resources:
  Topic: {Type: "AWS::SNS::Topic"}
""",
    name="template.yaml",
)
SCOPE = scope_of(
    TEMPLATE,
    {"Zones": "a,b", "Password": "hunter2", "Late": UNKNOWN},
    {"AWS::Region": "ap-northeast-1", "AWS::AccountId": "123456789012"},
)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("!Ref Name", "shop"),
        ("!Ref Zones", ["a", "b"]),
        ("!Ref Topic", UNKNOWN),
        ("!Ref Late", UNKNOWN),
        ("!Ref Image", UNKNOWN),
        ("!Ref AWS::Region", "ap-northeast-1"),
        ("!GetAtt Topic.TopicName", UNKNOWN),
        ("!Sub ${Name}-${AWS::AccountId}", "shop-123456789012"),
        ("!Sub ${!Literal}-${Name}", "${Literal}-shop"),
        ("!Sub ${Topic.Arn}", UNKNOWN),
        ("!Sub ['${A}', {A: !Ref Name}]", "shop"),
        ("!Join ['-', [!Ref Name, x]]", "shop-x"),
        ("!Join ['-', [!Ref Name, !Ref Late]]", UNKNOWN),
        ("!Select [1, !Ref Zones]", "b"),
        ("!Split [',', 'a,b']", ["a", "b"]),
        ("!FindInMap [Sizes, small, hosts]", 2),
        ("!If [IsShop, yes, no]", True),
        ("!If [Both, 1, 2]", 2),
        ("!If [IsLate, 1, 2]", UNKNOWN),
        ("!Base64 text", "dGV4dA=="),
        ("!Cidr [10.0.0.0/16, 2, 8]", ["10.0.0.0/24", "10.0.1.0/24"]),
        ("!GetAZs ''", UNKNOWN),
        ("!ImportValue x", UNKNOWN),
        ("{A: !Ref AWS::NoValue, B: 1}", {"B": 1}),
        ("{Condition: {Bool: {x: true}}}", {"Condition": {"Bool": {"x": True}}}),
    ],
)
def test_resolved(expression: str, value: Any) -> None:
    content = parse_template(f"Resources:\n  A:\n    Type: T\n    V: {expression}\n", name="t").resources["A"]["V"]
    assert resolved(content, SCOPE) == value


def test_a_secret_parameter_is_never_shown() -> None:
    assert resolved({"Fn::Sub": "pw=${Password}"}, SCOPE) == "pw=****"


def test_conditions_hold_or_not_or_nobody_knows_yet() -> None:
    assert [holds(name, SCOPE) for name in ("IsShop", "Both", "IsLate")] == [True, False, None]


def test_references_are_found_in_every_function() -> None:
    value = [{"Ref": "A"}, {"Fn::GetAtt": ["B", "Arn"]}, {"Fn::Sub": ["${C.Arn}${!D}", {"x": {"Ref": "E"}}]}]
    assert sorted(references(value)) == ["A", "B", "C", "E"]


def test_a_policy_version_stays_text() -> None:
    template = parse_template("Resources: {A: {Type: T, Properties: {Version: 2012-10-17}}}", name="t")
    assert template.resources["A"]["Properties"]["Version"] == "2012-10-17"
