"""CloudWatch: alarms."""

from __future__ import annotations

from pcicloud.emulator.cloudformation.api_resource import ApiResource, api_provider

ALARM = ApiResource(
    type_name="AWS::CloudWatch::Alarm",
    service="cloudwatch",
    create="put_metric_alarm",
    physical_id="@AlarmName",
    named="AlarmName",
    name_length_max=255,
    read="describe_alarms",
    read_by="AlarmNames",
    id_in_list=True,
    found_at="MetricAlarms[0]",
    update="put_metric_alarm",
    delete="delete_alarms",
    delete_by="AlarmNames",
    delete_in_list=True,
    identified_by="AlarmName",
    attributes={"Arn": "AlarmArn"},
    tags_read=("list_tags_for_resource", "ResourceARN", "AlarmArn"),
)

PROVIDERS = (api_provider(ALARM),)
