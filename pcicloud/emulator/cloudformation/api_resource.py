"""A resource type whose API is regular, described as data: which operation makes, reads, changes and removes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import jmespath
from botocore.exceptions import ClientError

from pcicloud.emulator.cloudformation.provider import Aws, Json, Provider, ProviderError, is_gone
from pcicloud.emulator.cloudformation.shapes import api_parameters, cfn_properties, tag_list


@dataclass(frozen=True, kw_only=True)
class ApiResource:
    """The operations of one resource type.

    `physical_id`: a jmespath into what `create` answers; `@Name` means the property `Name`.
    `identified_by`: the parameter that takes the physical id in read, update and delete; as a list with
    `id_in_list` (read) and `delete_in_list`; `read_by` and `delete_by` where those two call it otherwise.
    `found_at`: a jmespath into what `read` answers, to the resource itself; `$id` stands for the physical id.
    `named`: the property that gets a made-up name if it is missing. `renamed`: property -> API name.
    `attributes`: property -> jmespath into the resource, where the names do not tell.
    `fixed`: parameters that create always sends. `tag_kind`: EC2's name of the type in `TagSpecifications`.
    `tags_read`: operation, the parameter that says which resource, and a jmespath into the resource for its value.
    `finish`: calls after create and after update (old properties, empty after create; new ones), for the properties
    `finished`. `more`: properties that are read with more calls.
    """

    type_name: str
    service: str
    create: str
    read: str
    delete: str
    physical_id: str
    identified_by: str
    update: str | None = None
    read_by: str | None = None
    delete_by: str | None = None
    id_in_list: bool = False
    delete_in_list: bool = False
    found_at: str = "@"
    named: str | None = None
    name_length_max: int = 64
    renamed: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, Json] = field(default_factory=dict)
    tag_kind: str | None = None
    tags_read: tuple[str, str, str] | None = None
    finish: Callable[[Aws, str, Json, Json], None] | None = None
    finished: tuple[str, ...] = ()
    more: Callable[[Aws, str], Json] | None = None
    snapshot: Callable[[Aws, str], None] | None = None
    unread: tuple[str, ...] = ()


def api_provider(resource: ApiResource) -> Provider:
    """Return the provider of a regular resource type."""

    def create(aws: Aws, wanted: Json) -> str:
        return _create(resource, aws, wanted)

    def read(aws: Aws, physical_id: str) -> Json | None:
        return _read(resource, aws, physical_id)

    def update(aws: Aws, physical_id: str, old: Json, new: Json) -> None:
        if resource.update is not None:
            _call(resource, aws, resource.update, new, {resource.identified_by: physical_id})
        if resource.finish is not None:
            resource.finish(aws, physical_id, old, new)

    def delete(aws: Aws, physical_id: str) -> None:
        _delete(resource, aws, physical_id)

    return Provider(
        type_name=resource.type_name,
        create=create,
        read=read,
        update=update if resource.update or resource.finish else None,
        delete=delete,
        snapshot=resource.snapshot,
        unread=resource.unread,
    )


def _create(resource: ApiResource, aws: Aws, wanted: Json) -> str:
    properties = dict(wanted)
    if resource.named and resource.named not in properties:
        properties[resource.named] = aws.unique_name(length_max=resource.name_length_max)
    _refuse_unhandled(resource, aws, properties)
    answer = _call(resource, aws, resource.create, properties, resource.fixed)
    by_property = resource.physical_id.startswith("@")
    found = properties[resource.physical_id[1:]] if by_property else jmespath.search(resource.physical_id, answer)
    physical_id = str(found)
    if resource.finish is not None:
        try:
            resource.finish(aws, physical_id, {}, properties)
        except (ClientError, ProviderError):
            # A failed creation leaves nothing behind.
            _delete(resource, aws, physical_id)
            raise
    return physical_id


def _delete(resource: ApiResource, aws: Aws, physical_id: str) -> None:
    by = resource.delete_by or resource.identified_by
    asked = [physical_id] if resource.delete_in_list else physical_id
    getattr(aws.client(resource.service), resource.delete)(**{by: asked})


def _refuse_unhandled(resource: ApiResource, aws: Aws, properties: Json) -> None:
    client = aws.client(resource.service)
    unhandled = [
        name
        for name in properties
        if name not in resource.finished
        and not (name == "Tags" and resource.tag_kind)
        and not api_parameters(client, resource.create, {name: properties[name]}, resource.renamed)
    ]
    if unhandled:
        raise ProviderError(f"The emulator's provider of {resource.type_name} does not handle {', '.join(unhandled)}")


def _call(resource: ApiResource, aws: Aws, method: str, properties: Json, extra: Mapping[str, Any]) -> Json:
    client = aws.client(resource.service)
    handled = {name: value for name, value in properties.items() if name not in resource.finished}
    parameters = api_parameters(client, method, handled, resource.renamed) | dict(extra)
    if resource.tag_kind and properties.get("Tags") and method == resource.create:
        parameters["TagSpecifications"] = [{"ResourceType": resource.tag_kind, "Tags": properties["Tags"]}]
    return getattr(client, method)(**parameters)


def _read(resource: ApiResource, aws: Aws, physical_id: str) -> Json | None:
    client = aws.client(resource.service)
    asked = [physical_id] if resource.id_in_list else physical_id
    try:
        answer = getattr(client, resource.read)(**{resource.read_by or resource.identified_by: asked})
    except ClientError as error:
        if is_gone(error):
            return None
        raise
    found = jmespath.search(resource.found_at.replace("$id", physical_id), answer)
    if found is None:
        return None
    properties = cfn_properties(resource.type_name, found, resource.renamed)
    properties |= {name: jmespath.search(path, found) for name, path in resource.attributes.items()}
    properties |= _tags(resource, client, found)
    return properties | (resource.more(aws, physical_id) if resource.more else {})


def _tags(resource: ApiResource, client: Any, found: Json) -> Json:
    if resource.tags_read is None:
        return {}
    method, parameter, value_at = resource.tags_read
    answer = getattr(client, method)(**{parameter: jmespath.search(value_at, found)})
    tags: Json = next((answer[name] for name in ("Tags", "tags", "TagList", "TagSet") if name in answer), [])
    return {"Tags": tag_list(tags)}
