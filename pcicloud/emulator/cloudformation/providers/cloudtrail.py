"""CloudTrail: trails."""

from __future__ import annotations

from botocore.exceptions import ClientError

from pcicloud.emulator.cloudformation.api_resource import ApiResource, api_provider
from pcicloud.emulator.cloudformation.provider import Aws, Json
from pcicloud.emulator.cloudformation.shapes import tag_list


def _set_trail(aws: Aws, name: str, old: Json, new: Json) -> None:
    client = aws.client("cloudtrail")
    if "EventSelectors" in new:
        client.put_event_selectors(TrailName=name, EventSelectors=new["EventSelectors"])
    if "AdvancedEventSelectors" in new:
        client.put_event_selectors(TrailName=name, AdvancedEventSelectors=new["AdvancedEventSelectors"])
    if old.get("InsightSelectors") != new.get("InsightSelectors"):
        client.put_insight_selectors(TrailName=name, InsightSelectors=new.get("InsightSelectors") or [])
    if new["IsLogging"]:
        client.start_logging(Name=name)
    elif old.get("IsLogging"):
        client.stop_logging(Name=name)


def _trail_more(aws: Aws, name: str) -> Json:
    client = aws.client("cloudtrail")
    selectors = client.get_event_selectors(TrailName=name)
    found = {"IsLogging": client.get_trail_status(Name=name)["IsLogging"]}
    for part in ("EventSelectors", "AdvancedEventSelectors"):
        if selectors.get(part):
            found[part] = selectors[part]
    insights = _insights(client, name)
    arn = selectors["TrailARN"]
    tags = client.list_tags(ResourceIdList=[arn])["ResourceTagList"]
    found["Tags"] = tag_list(tags[0]["TagsList"] if tags else [])
    return found | ({"InsightSelectors": insights} if insights else {})


def _insights(client: Json, name: str) -> Json:
    try:
        return client.get_insight_selectors(TrailName=name).get("InsightSelectors")
    except ClientError as error:
        if error.response["Error"]["Code"] == "InsightNotEnabledException":
            return None
        raise


TRAIL = ApiResource(
    type_name="AWS::CloudTrail::Trail",
    service="cloudtrail",
    create="create_trail",
    physical_id="Name",
    named="TrailName",
    read="get_trail",
    found_at="Trail",
    update="update_trail",
    delete="delete_trail",
    identified_by="Name",
    renamed={"TrailName": "Name", "EnableLogFileValidation": "EnableLogFileValidation", "Tags": "TagsList"},
    attributes={"Arn": "TrailARN", "EnableLogFileValidation": "LogFileValidationEnabled"},
    finish=_set_trail,
    finished=("IsLogging", "EventSelectors", "AdvancedEventSelectors", "InsightSelectors"),
    more=_trail_more,
)

PROVIDERS = (api_provider(TRAIL),)
