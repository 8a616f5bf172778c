"""Reads the event selectors of a trail, the basic and the advanced kind."""

from __future__ import annotations

from pcicloud.model.outcome import Json

NARROWING = ("NotEquals", "NotStartsWith", "NotEndsWith")
DELIVERY = {"PutObject"}


def records_all_management_events(selectors: Json) -> bool:
    """Whether a trail takes every management event, reads and writes, and leaves no source out."""
    basic = any(
        item.get("IncludeManagementEvents", True)
        and item.get("ReadWriteType", "All") == "All"
        and not item.get("ExcludeManagementEventSources")
        for item in selectors.get("EventSelectors") or ()
    )
    return basic or any(
        _fields(item) == {"eventCategory": {"Equals": ["Management"]}}
        for item in selectors.get("AdvancedEventSelectors") or ()
    )


def records_objects_of(selectors: Json, bucket: str) -> bool:
    """Whether a trail takes reads and writes of the objects of a bucket.

    An advanced selector may leave out `PutObject`: for a bucket of logs that is the delivery of new files, and each
    recorded delivery would make a further one.
    """
    basic = any(
        item.get("ReadWriteType", "All") == "All" and _names_objects(item.get("DataResources", ()), bucket)
        for item in selectors.get("EventSelectors") or ()
    )
    return basic or any(_takes_objects(_fields(item), bucket) for item in selectors.get("AdvancedEventSelectors") or ())


def _names_objects(resources: Json, bucket: str) -> bool:
    return any(
        _reaches(value, bucket)
        for resource in resources
        if resource["Type"] == "AWS::S3::Object"
        for value in resource["Values"]
    )


def _reaches(prefix: str, bucket: str) -> bool:
    tail = prefix.split(":", 2)[-1] if prefix.startswith("arn:") else prefix
    return tail in ("s3", "s3:::") or prefix.endswith(f":::{bucket}/")


def _fields(selector: Json) -> dict[str, Json]:
    return {
        item["Field"]: {key: value for key, value in item.items() if key != "Field" and value}
        for item in selector["FieldSelectors"]
    }


def _takes_objects(fields: dict[str, Json], bucket: str) -> bool:
    if fields.get("resources.type") != {"Equals": ["AWS::S3::Object"]} or "readOnly" in fields:
        return False
    name = fields.get("eventName", {"NotEquals": []})
    if set(name) != {"NotEquals"} or not set(name["NotEquals"]) <= DELIVERY:
        return False
    place = fields.get("resources.ARN")
    if place is None:
        return True
    return not any(key in place for key in NARROWING) and any(
        _reaches(prefix, bucket) for prefix in place.get("StartsWith", ())
    )
