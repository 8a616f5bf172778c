"""What a user declares of an environment, and what a check may know of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Literal

import msgspec

Entity = Literal["merchant", "service_provider"]
Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9-]{0,18}[a-z0-9]$", max_length=20)]
HostName = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$")]
Trait = Literal["issuer", "multi_tenant", "designated"]


class AwsPlace(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the account is: regions, and what boto3 needs to reach it. Credentials come from the AWS chain."""

    regions: tuple[str, ...] = ("ap-northeast-1",)
    profile: str | None = None
    config_file: str | None = None
    endpoint_url: str | None = None
    requests_per_s: int = 50


class HostPlace(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A Linux host: `local` is this machine; `ssh` is reached by Ansible with the user's own SSH settings.

    `root` is another root folder of the local machine (a mounted image, say) to look at instead of `/`.
    """

    name: HostName
    connection: Literal["local", "ssh"] = "local"
    address: str | None = None
    user: str | None = None
    root: str = "/"


class StandingException(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An exception beside an unchanged verdict: it has an owner and an end, and after its end it holds no more."""

    requirement: str
    reason: str
    owner: str
    until: date
    check: str | None = None
    resource: str | None = None


class Environment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """environment.yaml. `as_of` is not in the file: it is the moment of the judgement, so that checks need no clock."""

    name: Name
    model: str
    entity: Entity = "service_provider"
    traits: tuple[Trait, ...] = ()
    aws: AwsPlace | None = None
    hosts: tuple[HostPlace, ...] = ()
    parameters: dict[str, str | int | bool] = {}
    exceptions: tuple[StandingException, ...] = ()
    as_of: Annotated[datetime, msgspec.Meta(tz=True)] = datetime(1970, 1, 1, tzinfo=UTC)
