"""Strict reading: what a person mistyped is named with its line, and ids stay text."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from pcicloud import strict_yaml
from pcicloud.errors import DefinitionError
from pcicloud.model.environment import Environment


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    days_max: int = 0


def test_ids_are_text_and_whole_numbers_are_numbers() -> None:
    assert strict_yaml.parse("id: 8.10\ndays_max: 90\n", Row, name="x") == Row(id="8.10", days_max=90)
    assert strict_yaml.tree("[a, 1, '1', true, 1.10, 012, null]", name="x") == ["a", 1, "1", True, "1.10", "012", None]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name: a b\nmodel: aws\n", "environment.yaml:1: name: Expected `str` matching"),
        ("name: shop\nmodel: aws\nnmae: x\n", "environment.yaml:3: there is no such key as `nmae`"),
        ("name: shop\nmodel: aws\nname: x\n", "environment.yaml:3: the key name stands here a second time"),
        ("name: shop\nmodel: aws\naws:\n  regions: tokyo\n", "environment.yaml:4: aws.regions: Expected `array`"),
        (
            "name: shop\nmodel: aws\nhosts:\n  - name: w1\n    conection: ssh\n",
            "environment.yaml:5: hosts[0]: there is no such key",
        ),
        ("name: shop\nmodel: aws\nentity: bank\n", "environment.yaml:3: entity: Invalid enum value 'bank'"),
        ("model: aws\n", "a required key is missing: `name`"),
        ("name: [shop\n", "this is not YAML"),
        ("", "environment.yaml:1: the file is empty"),
        ("- 1\n", "environment.yaml:1: Expected `object`"),
        ("name: shop\nmodel: &a aws\nentity: *a\n", "environment.yaml:2: anchors (&) and aliases (*)"),
        ("name: shop\nmodel: " + "[" * 100_000, "environment.yaml:2: this is nested more than"),
        ("name: shop\nmodel: a\0b\n", "environment.yaml:2: this is not YAML: unacceptable character"),
        ("name: shop\nmodel: aws\nhosts: [{name: w1, address: -oProxyCommand=id}]\n", ":3: hosts[0].address: Expected"),
        ("name: shop\nmodel: aws\nhosts: [{name: w1, address: '{{x}}'}]\n", ":3: hosts[0].address: Expected"),
        ("name: shop\nmodel: aws\nhosts: [{name: w1, user: -l}]\n", ":3: hosts[0].user: Expected"),
        ("name: shop\nmodel: aws\naws: {regions: []}\n", "environment.yaml:3: aws.regions: Expected `array` of length"),
        ("name: shop\nmodel: aws\naws:\n  regions:\n  - Tokyo\n", "environment.yaml:5: aws.regions[0]: Expected `str`"),
        ("name: shop\nmodel: aws\naws:\n  requests_per_s: 0\n", "environment.yaml:4: aws.requests_per_s: Expected"),
        ("name: shop\nmodel: aws\naws:\n  endpoint_url: example\n", "environment.yaml:4: aws.endpoint_url: Expected"),
        ("name: shop\nmodel: aws\naws:\n  account: 123456789012\n", "environment.yaml:4: aws.account: Expected"),
        ("name: shop\nmodel: aws\naws:\n  account: 123456789012\n", "put it in quotes"),
        ("name: shop\nmodel: aws\naws:\n  account: 12345678901\n", "environment.yaml:4: aws.account: Expected"),
    ],
)
def test_a_wrong_environment_is_named_with_its_line(text: str, says: str) -> None:
    with pytest.raises(DefinitionError) as error:
        strict_yaml.parse(text, Environment, name="environment.yaml")
    assert says in error.value.what


def test_a_number_of_5000_digits_is_named_as_wrong_and_crashes_nothing() -> None:
    with pytest.raises(DefinitionError, match="x:2: days_max: Expected `int`"):
        strict_yaml.parse(f"id: a\ndays_max: {'1' * 5000}\n", Row, name="x")


def test_a_file_that_is_not_utf8_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "environment.yaml"
    path.write_bytes("name: shop\nmodel: aws\n# 環境\n".encode("shift_jis"))
    with pytest.raises(DefinitionError, match=r"environment\.yaml:3: this is not UTF-8 text"):
        strict_yaml.load(path, Environment)


def test_a_text_that_only_looks_like_an_alias_is_read() -> None:
    assert strict_yaml.tree("[a & b, '*', \"&x\", a*]", name="x") == ["a & b", "*", "&x", "a*"]
