"""environment.yaml: what is written can be read, and what can't be meant is named with its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pcicloud import environment
from pcicloud.errors import DefinitionError
from pcicloud.model.environment import AwsPlace, HostPlace

HEAD = "name: shop\nmodel: aws\naws: {}\n"
EXCEPTION = "exceptions:\n  - requirement: %s\n    reason: r\n    owner: o\n    until: 2027-01-31\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (HEAD + "hosts:\n  - name: a\n  - name: b\n  - name: a\n", ":7: two hosts are called a"),
        ("name: shop\nmodel: aws\n", ":2: the model is aws, but there is no aws: section"),
        (
            "name: shop\nmodel: aws\naws:\n  regions:\n    - eu-west-1\n    - eu-west-1\n",
            ":6: this region stands here a second time: eu-west-1",
        ),
        (HEAD + EXCEPTION % "1.2.99", ":5: PCI DSS v4.0.1 has no requirement 1.2.99"),
        (HEAD + EXCEPTION % "1.2", ":5: PCI DSS v4.0.1 has no requirement 1.2"),
        (HEAD + EXCEPTION % "1.2.3" + "    check: aws.iam_pasword_length\n", ":9: there is no check called"),
        (HEAD + EXCEPTION % "1.2.3" + '    check: ""\n', ":9: there is no check called"),
        (HEAD + (EXCEPTION % "1.2.3").replace("owner: o", 'owner: ""'), ":7: an exception needs an owner in words"),
        (HEAD + (EXCEPTION % "1.2.3").replace("owner: o", "owner: '\u3000\u200b '"), ":7: an exception needs an owner"),
        (HEAD + (EXCEPTION % "1.2.3").replace("reason: r", 'reason: " "'), ":6: an exception needs a reason in words"),
        (HEAD + (EXCEPTION % "1.2.3").replace("reason: r", "reason: ..."), ":6: an exception needs a reason in words"),
    ],
)
def test_what_can_not_be_meant_is_named_with_its_line(text: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "environment.yaml"
    path.write_text(text)
    with pytest.raises(DefinitionError) as error:
        environment.load(path)
    assert f"{path}{says}" in error.value.what


def test_an_exception_of_a_requirement_and_check_that_exist_is_read(tmp_path: Path) -> None:
    path = tmp_path / "environment.yaml"
    path.write_text(HEAD + EXCEPTION % "A3.2.1" + "    check: aws.iam_password_length\n    target: host:web1\n")
    assert environment.load(path).exceptions[0].requirement == "A3.2.1"


def test_an_exception_in_japanese_words_is_read() -> None:
    text = HEAD + (EXCEPTION % "8.3.6").replace("owner: o", "owner: 佐藤").replace("reason: r", "reason: 旧端末")
    (exception,) = environment.parse(text, name="x").exceptions
    assert (exception.owner, exception.reason) == ("佐藤", "旧端末")


def first(**changed: Any) -> str:
    values: dict[str, Any] = {
        "name": "shop", "model": "aws", "entity": "merchant", "parameters": {}, "hosts": (HostPlace(name="localhost"),),
    }  # fmt: skip
    reach = {
        key: changed.pop(key)
        for key in ("regions", "account", "profile", "config_file", "endpoint_url")
        if key in changed
    }
    aws = AwsPlace(**({"regions": ("eu-west-1",), "account": "012345678901"} | reach))
    return environment.first(**(values | {"aws": aws} | changed))


@pytest.mark.parametrize(
    "value",
    ["plain", "a: b", "#x", "'", '"', "\\", "日本 🍣", "- x", "true", "1.10", "&a", " x ", "{}", "a\nname: evil"],
)
def test_any_text_that_is_written_is_read_again(value: str) -> None:
    text = first(profile=value, config_file=value, parameters={"p": value, "q": "2"})
    read = environment.parse(text, name="x")
    assert read.aws is not None
    assert (read.aws.profile, read.aws.config_file, read.aws.account) == (value, value, "012345678901")
    assert read.parameters == {"p": value, "q": "2"}
    assert read.name == "shop"


@pytest.mark.parametrize(
    "wrong",
    [
        {"regions": ("eu-west-1, us-east-1",)},
        {"regions": ("eu-west-1]\nentity: merchant #",)},
        {"regions": ()},
        {"regions": ("eu-west-1", "eu-west-1")},
        {"entity": "merchant\nmodel: x"},
        {"name": "a b"},
        {"account": "1234"},
        {"endpoint_url": "localhost:1"},
    ],
)
def test_a_wrong_value_never_becomes_a_file(wrong: dict[str, Any]) -> None:
    with pytest.raises(DefinitionError, match="the new environment"):
        first(**wrong)


def test_a_command_of_the_aws_cli_names_all_that_is_in_use() -> None:
    place = AwsPlace(regions=("eu-west-1",), profile="my shop", config_file="/a b/c", endpoint_url="http://127.0.0.1:1")
    assert place.cli("sts", "get-caller-identity") == (
        "AWS_CONFIG_FILE='/a b/c' aws sts get-caller-identity --region eu-west-1 --profile 'my shop' "
        "--endpoint-url http://127.0.0.1:1"
    )
    assert AwsPlace(regions=("eu-west-1",)).cli("x") == "aws x --region eu-west-1"
