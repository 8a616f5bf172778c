"""What one resource type needs to be made, looked at, changed and removed."""

from __future__ import annotations

import importlib
import pkgutil
import secrets
import string
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from botocore.exceptions import ClientError

from pcicloud.emulator.aws_clients import AwsClients

Json = Any
GONE = ("NotFound", "NoSuch", "DoesNotExist", "ResourceNotFound", "NonExistent")


@dataclass(frozen=True, kw_only=True)
class Aws:
    """Where a provider works: its account, its region, and the resource's place in its stack.

    `claimed`: the physical ids of all resources of all stacks. A part of a resource that is a resource of a stack
    itself (a rule of a security group) is not a property of the whole.
    """

    clients: AwsClients
    account_id: str
    region: str
    access_key_id: str
    stack_name: str
    logical_id: str
    claimed: frozenset[str] = frozenset()

    def client(self, service: str) -> Any:
        """Return a boto3 client of the emulator, as the one who deploys the stack."""
        return self.clients.client(service, region=self.region, access_key_id=self.access_key_id)

    def unique_name(self, *, length_max: int = 64, lower: bool = False) -> str:
        """Return a name as CloudFormation makes one: stack, logical id, twelve random characters."""
        alphabet = string.ascii_uppercase + string.digits
        random = "".join(secrets.choice(alphabet) for _ in range(12))
        stem = f"{self.stack_name}-{self.logical_id}"[: length_max - 13]
        name = f"{stem}-{random}"
        return name.lower() if lower else name

    def arn(self, service: str, resource: str, *, region: bool = True) -> str:
        """Return the ARN of a resource of this account."""
        return f"arn:aws:{service}:{self.region if region else ''}:{self.account_id}:{resource}"


@dataclass(frozen=True, kw_only=True)
class Provider:
    """One resource type.

    `create` returns the physical id (what `Ref` gives). `read` returns the living properties by their CloudFormation
    names, read-only ones (what `Fn::GetAtt` gives) included, or None if the resource is gone. `update` None: any change
    replaces the resource. `unread`: property paths (`A/B`) that the emulated API does not keep; drift leaves them out.
    """

    type_name: str
    create: Callable[[Aws, Json], str]
    read: Callable[[Aws, str], Json | None]
    delete: Callable[[Aws, str], None]
    update: Callable[[Aws, str, Json, Json], None] | None = None
    snapshot: Callable[[Aws, str], None] | None = None
    unread: tuple[str, ...] = ()


class ProviderError(Exception):
    """A resource can't be made as asked; the text becomes the event's reason."""


def is_gone(error: ClientError) -> bool:
    """Return whether an API error says that the thing asked for is not there."""
    code = str(error.response["Error"]["Code"])
    return any(part in code for part in GONE) or code in ("404", "ValidationException.NotFound")


def nothing_to_do(_aws: Aws, _physical_id: str) -> None:
    """Delete nothing: the resource goes away with its parent, or is only a relation that is gone already."""


def provider_of(type_name: str) -> Provider | None:
    """Return the provider of a resource type, or None if the emulator has none."""
    return _providers().get(type_name)


@cache
def _providers() -> dict[str, Provider]:
    from pcicloud.emulator.cloudformation import providers

    found: dict[str, Provider] = {}
    for info in pkgutil.iter_modules(providers.__path__):
        module = importlib.import_module(f"{providers.__name__}.{info.name}")
        for provider in module.PROVIDERS:
            if provider.type_name in found:
                raise RuntimeError(f"two providers of {provider.type_name}")
            found[provider.type_name] = provider
    return found
