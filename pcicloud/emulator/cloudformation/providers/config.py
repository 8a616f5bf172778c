"""AWS Config: the recorder, the delivery channel, rules."""

from __future__ import annotations

from botocore.exceptions import ClientError

from pcicloud.emulator.cloudformation.provider import Aws, Json, Provider, is_gone
from pcicloud.emulator.cloudformation.shapes import api_parameters, cfn_properties


def _put_recorder(aws: Aws, wanted: Json) -> str:
    client, name = aws.client("config"), wanted.get("Name") or "default"
    parameters = api_parameters(
        client, "put_configuration_recorder", {"ConfigurationRecorder": wanted | {"Name": name}}
    )
    client.put_configuration_recorder(**parameters)
    return str(name)


def _update_recorder(aws: Aws, name: str, _old: Json, new: Json) -> None:
    _put_recorder(aws, new | {"Name": name})


def _read_recorder(aws: Aws, name: str) -> Json | None:
    try:
        found = aws.client("config").describe_configuration_recorders(ConfigurationRecorderNames=[name])
    except ClientError as error:
        if is_gone(error):
            return None
        raise
    recorders = found["ConfigurationRecorders"]
    return cfn_properties("AWS::Config::ConfigurationRecorder", recorders[0]) if recorders else None


def _put_channel(aws: Aws, wanted: Json) -> str:
    client, name = aws.client("config"), wanted.get("Name") or "default"
    parameters = api_parameters(client, "put_delivery_channel", {"DeliveryChannel": wanted | {"Name": name}})
    client.put_delivery_channel(**parameters)
    # CloudFormation starts the account's recorder once there is somewhere to deliver to.
    for recorder in client.describe_configuration_recorders()["ConfigurationRecorders"]:
        client.start_configuration_recorder(ConfigurationRecorderName=recorder["name"])
    return str(name)


def _update_channel(aws: Aws, name: str, _old: Json, new: Json) -> None:
    _put_channel(aws, new | {"Name": name})


def _read_channel(aws: Aws, name: str) -> Json | None:
    try:
        found = aws.client("config").describe_delivery_channels(DeliveryChannelNames=[name])["DeliveryChannels"]
    except ClientError as error:
        if is_gone(error):
            return None
        raise
    return cfn_properties("AWS::Config::DeliveryChannel", found[0]) if found else None


def _delete_channel(aws: Aws, name: str) -> None:
    client = aws.client("config")
    # A channel can't go while a recorder runs.
    for recorder in client.describe_configuration_recorders()["ConfigurationRecorders"]:
        client.stop_configuration_recorder(ConfigurationRecorderName=recorder["name"])
    client.delete_delivery_channel(DeliveryChannelName=name)


def _put_rule(aws: Aws, wanted: Json) -> str:
    client, name = aws.client("config"), wanted.get("ConfigRuleName") or aws.unique_name()
    parameters = api_parameters(client, "put_config_rule", {"ConfigRule": wanted | {"ConfigRuleName": name}})
    client.put_config_rule(**parameters)
    return str(name)


def _update_rule(aws: Aws, name: str, _old: Json, new: Json) -> None:
    _put_rule(aws, new | {"ConfigRuleName": name})


def _read_rule(aws: Aws, name: str) -> Json | None:
    try:
        found = aws.client("config").describe_config_rules(ConfigRuleNames=[name])["ConfigRules"]
    except ClientError as error:
        if is_gone(error):
            return None
        raise
    if not found:
        return None
    return cfn_properties("AWS::Config::ConfigRule", found[0]) | {"Arn": found[0]["ConfigRuleArn"]}


PROVIDERS = (
    Provider(
        type_name="AWS::Config::ConfigurationRecorder",
        create=_put_recorder,
        read=_read_recorder,
        update=_update_recorder,
        delete=lambda aws, name: aws.client("config").delete_configuration_recorder(ConfigurationRecorderName=name),
    ),
    Provider(
        type_name="AWS::Config::DeliveryChannel",
        create=_put_channel,
        read=_read_channel,
        update=_update_channel,
        delete=_delete_channel,
    ),
    Provider(
        type_name="AWS::Config::ConfigRule",
        create=_put_rule,
        read=_read_rule,
        update=_update_rule,
        delete=lambda aws, name: aws.client("config").delete_config_rule(ConfigRuleName=name),
    ),
)
