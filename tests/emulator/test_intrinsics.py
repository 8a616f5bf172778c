"""The template language, function by function."""

from __future__ import annotations

from typing import Any

import pytest

from pcicloud.emulator.cloudformation.intrinsics import UNKNOWN, Scope, condition_holds, resolve
from pcicloud.emulator.cloudformation.template import read_template
from pcicloud.emulator.errors import ServiceError

TEMPLATE: dict[str, Any] = {
    "Resources": {"Bucket": {"Type": "AWS::S3::Bucket"}},
    "Mappings": {"Sizes": {"large": {"Days": 400}}},
    "Conditions": {
        "IsLarge": {"Fn::Equals": [{"Ref": "Size"}, "large"]},
        "IsSmall": {"Fn::Not": [{"Condition": "IsLarge"}]},
        "Both": {"Fn::And": [{"Condition": "IsLarge"}, {"Condition": "IsSmall"}]},
        "Either": {"Fn::Or": [{"Condition": "IsLarge"}, {"Condition": "IsSmall"}]},
    },
}


def scope() -> Scope:
    return Scope(
        template=TEMPLATE,
        parameters={"Size": "large", "Zones": ["a", "c"]},
        pseudo={"AWS::Region": "ap-northeast-1", "AWS::AccountId": "123456789012"},
        physical_id=lambda name: f"{name}-id",
        attribute=lambda name, path: f"{name}/{path}",
        import_value=lambda name: f"imported {name}",
        zones=lambda region: [f"{region}a", f"{region}c"],
        dynamic=lambda kind, name: "{{resolve:" + kind + ":" + name + "}}",
    )


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ({"Ref": "Size"}, "large"),
        ({"Ref": "Bucket"}, "Bucket-id"),
        ({"Ref": "AWS::Region"}, "ap-northeast-1"),
        ({"Fn::GetAtt": ["Bucket", "Arn"]}, "Bucket/Arn"),
        ({"Fn::GetAtt": "Bucket.Endpoint.Port"}, "Bucket/Endpoint.Port"),
        (
            {"Fn::Sub": "${Bucket} ${Bucket.Arn} ${Size} ${!Kept} ${AWS::AccountId}"},
            "Bucket-id Bucket/Arn large ${Kept} 123456789012",
        ),
        ({"Fn::Sub": ["${Here}-${Size}", {"Here": {"Ref": "Bucket"}}]}, "Bucket-id-large"),
        ({"Fn::Join": ["-", ["a", {"Ref": "Size"}]]}, "a-large"),
        ({"Fn::Join": [",", {"Ref": "Zones"}]}, "a,c"),
        ({"Fn::Select": [1, {"Ref": "Zones"}]}, "c"),
        ({"Fn::Split": [".", "a.b"]}, ["a", "b"]),
        ({"Fn::If": ["IsLarge", "yes", "no"]}, "yes"),
        ({"Fn::If": ["IsSmall", "yes", "no"]}, "no"),
        ({"Fn::FindInMap": ["Sizes", {"Ref": "Size"}, "Days"]}, 400),
        ({"Fn::FindInMap": ["Sizes", "tiny", "Days", {"DefaultValue": 1}]}, 1),
        ({"Fn::GetAZs": ""}, ["ap-northeast-1a", "ap-northeast-1c"]),
        ({"Fn::Select": [0, {"Fn::Cidr": ["10.0.0.0/16", 4, 8]}]}, "10.0.0.0/24"),
        ({"Fn::Base64": "text"}, "dGV4dA=="),
        ({"Fn::ImportValue": {"Fn::Sub": "${Size}-vpc"}}, "imported large-vpc"),
        ({"Fn::Length": {"Ref": "Zones"}}, 2),
        ({"Kept": 1, "Gone": {"Ref": "AWS::NoValue"}}, {"Kept": 1}),
        ([1, {"Fn::If": ["IsSmall", 2, {"Ref": "AWS::NoValue"}]}], [1]),
    ],
)
def test_a_function_gives_what_cloudformation_gives(expression: Any, expected: Any) -> None:
    assert resolve(expression, scope()) == expected


@pytest.mark.parametrize(
    ("name", "expected"), [("IsLarge", True), ("IsSmall", False), ("Both", False), ("Either", True)]
)
def test_a_condition_holds_or_not(name: str, expected: bool) -> None:
    assert condition_holds(name, scope()) is expected


@pytest.mark.parametrize(
    "expression",
    [
        {"Ref": "Nobody"},
        {"Fn::GetAtt": ["Nobody", "Arn"]},
        {"Fn::Sub": "${Nobody}"},
        {"Fn::Select": [5, {"Ref": "Zones"}]},
        {"Fn::FindInMap": ["Sizes", "tiny", "Days"]},
        {"Fn::If": ["Nothing", 1, 2]},
        {"Fn::Join": "no list"},
        {"Fn::Cidr": ["no network", 1, 8]},
    ],
)
def test_a_wrong_expression_is_a_validation_error(expression: Any) -> None:
    with pytest.raises(ServiceError) as raised:
        resolve(expression, scope())
    assert raised.value.code == "ValidationError"


def test_a_value_that_is_known_later_stays_a_placeholder_in_a_text() -> None:
    planning = Scope(**{**vars(scope()), "physical_id": lambda _name: UNKNOWN})
    assert resolve({"Fn::Sub": "arn:${Bucket}/*"}, planning) == f"arn:{UNKNOWN}/*"


def test_short_tags_mean_the_long_functions() -> None:
    template = read_template(
        """
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties: {BucketName: !Sub "${A}-x", Tags: !If [C, !Ref A, !GetAtt B.Arn.Part], Date: 2012-10-17}
"""
    )
    assert template["Resources"]["Bucket"]["Properties"] == {
        "BucketName": {"Fn::Sub": "${A}-x"},
        "Tags": {"Fn::If": ["C", {"Ref": "A"}, {"Fn::GetAtt": ["B", "Arn.Part"]}]},
        "Date": "2012-10-17",
    }


@pytest.mark.parametrize(
    "text",
    [
        "just text",
        "Resources: {}",
        "Resources: {A: {Type: T}, A: {Type: U}}",
        "Resources: {A: {Properties: {}}}",
        "Resources: {A-B: {Type: T}}",
        "Resources: {A: {Type: T, Propertys: {}}}",
        "Resource: {A: {Type: T}}",
        "Resources: {A: {Type: T}}\nTransform: AWS::Serverless-2016-10-31",
        "Resources: [",
    ],
)
def test_a_text_that_is_no_template_is_refused(text: str) -> None:
    with pytest.raises(ServiceError):
        read_template(text)
