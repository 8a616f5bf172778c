"""Strict reading: what a person mistyped is named with its line, and ids stay text."""

from __future__ import annotations

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
    ],
)
def test_a_wrong_environment_is_named_with_its_line(text: str, says: str) -> None:
    with pytest.raises(DefinitionError) as error:
        strict_yaml.parse(text, Environment, name="environment.yaml")
    assert says in error.value.what
