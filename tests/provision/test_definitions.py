"""What a person may get wrong in the model file, in templates, in settings and in environment.yaml."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pcicloud.errors import DefinitionError
from pcicloud.model.environment import AwsPlace, Environment
from pcicloud.provision.aws.setting_file import Setting
from pcicloud.provision.aws.steps import facts_of, steps_of
from pcicloud.provision.driver import driver_of
from pcicloud.provision.model_file import parameter_values, read_model_file

SMALL = Path(__file__).parent / "small"
MODEL, STORAGE, POLICY = "environments/aws.yaml", "cloudformation/storage.yaml", "account_settings/password_policy.yaml"


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "templates"))


def environment(**parameters: str | int | bool) -> Environment:
    return Environment(name="shop", model="aws", aws=AwsPlace(), parameters=parameters)


def test_settings_come_right_after_the_stack_that_they_need(templates: Path) -> None:
    names = [step.name for step in steps_of(environment(), templates)]
    assert names == ["keys", "ebs_encryption", "default_groups", "storage", "password_policy"]


def test_the_small_environment_is_right(templates: Path) -> None:
    facts = facts_of(environment(days=500), templates, account="1", region="ap-northeast-1")
    assert facts["parameters.days"] == 500
    assert facts["parameters.least_length"] == 14
    assert facts["environment.account_id"] == facts["account.id"] == "1"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (MODEL, "template: keys.yaml", "template: locks.yaml", "locks.yaml: there is no such file"),
        (MODEL, "KeyArn: ${stacks.keys.KeyArn}", "KeyArn: ${stacks.later.KeyArn}", "refers to the stack later"),
        (MODEL, "EnvironmentName: ${environment.name}\n      KeyArn", "Nme: x\n      KeyArn", "no parameter Nme"),
        (MODEL, "      KeyArn: ${stacks.keys.KeyArn}\n", "", "nobody gives the parameter KeyArn a value"),
        (MODEL, "- name: storage", "- name: keys", "two stacks are called keys"),
        (MODEL, "ebs_encryption,", "ebs_decryption,", "ebs_decryption.yaml: there is no such file"),
        (MODEL, "stacks:", "stack:", "there is no such key as"),
        (STORAGE, "Resources:", "Things:", "it has no Resources"),
        (STORAGE, "Type: AWS::SNS::Topic", "Type: [", "storage.yaml:"),
        (STORAGE, "AWSTemplate", "#" + "x" * 51_200 + "\nAWSTemplate", "CloudFormation takes 51200 at most"),
        (POLICY, "name: password_policy", "name: passwords", "the file is not called like the setting"),
        (POLICY, "call: iam.delete", "call: delete", "<service>.<method>"),
        (POLICY, "after: [storage]", "after: [cellar]", "refers to the stack cellar"),
    ],
)
def test_a_wrong_file_is_named(templates: Path, file: str, old: str, new: str, said: str) -> None:
    path = templates / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    with pytest.raises(DefinitionError) as wrong:
        steps_of(environment(), templates)
    assert said in wrong.value.what


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"weeks": 3}, "has no parameter weeks"),
        ({"days": "many"}, "days does not match"),
        ({"days": True}, "days does not"),
    ],
)
def test_a_wrong_parameter_is_named(templates: Path, parameters: dict[str, str | int | bool], said: str) -> None:
    with pytest.raises(DefinitionError) as wrong:
        parameter_values(read_model_file(templates, "aws"), environment(**parameters))
    assert said in wrong.value.what
    assert wrong.value.hint


def test_a_parameter_without_default_must_be_set(templates: Path) -> None:
    path = templates / MODEL
    path.write_text(path.read_text().replace("    default: alerts\n", ""))
    with pytest.raises(DefinitionError, match="topic_name must be set"):
        parameter_values(read_model_file(templates, "aws"), environment())


def test_an_unknown_model_names_the_known_ones(templates: Path) -> None:
    with pytest.raises(DefinitionError, match="no model azure") as wrong:
        driver_of(Environment(name="shop", model="azure"), templates)
    assert "aws" in wrong.value.hint


def test_an_unknown_driver_is_named(templates: Path) -> None:
    path = templates / MODEL
    path.write_text(f"drivers: [pulumi]\n{path.read_text()}")
    with pytest.raises(DefinitionError, match="pulumi"):
        driver_of(environment(), templates)


def test_a_setting_knows_the_stacks_that_it_needs(templates: Path) -> None:
    setting = next(step for step in steps_of(environment(), templates) if step.name == "password_policy")
    assert isinstance(setting, Setting)
    assert setting.stacks == {"storage"}
