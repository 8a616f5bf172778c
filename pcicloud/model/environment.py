"""What a user declares of an environment, and what a check may know of it."""

from __future__ import annotations

import shlex
from datetime import UTC, date, datetime
from typing import Annotated, Literal

import msgspec

Entity = Literal["merchant", "service_provider"]
Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9-]{0,18}[a-z0-9]$", max_length=20)]
HostName = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$")]
Region = Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2,5}(-[a-z]+){1,3}-[0-9]{1,2}$")]
AccountId = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{12}$")]
Url = Annotated[str, msgspec.Meta(pattern=r"^https?://[^\s/?#]+(/[^\s?#]*)?$")]
# Neither can be an option of ssh (a hyphen first) nor a template of Ansible (braces).
Address = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9\[:][A-Za-z0-9.:%_\]-]*$")]
User = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.@\\$-]*$")]
Trait = Literal["issuer", "multi_tenant", "designated"]
MachineDriver = Literal["ssh", "lab", "libvirt"]
Role = Literal["firewall", "bastion", "web", "app", "database", "log", "management", "ids", "backup"]
Ipv4 = Annotated[str, msgspec.Meta(pattern=r"^(\d{1,3}\.){3}\d{1,3}$")]


class AwsPlace(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the account is: regions, and what boto3 needs to reach it. Credentials come from the AWS chain.

    With `account`, nothing is asked of any other account. The first of the `regions` is built in; all are looked at.
    `requests_per_s` is how often one service in one region is asked at most.
    """

    regions: Annotated[tuple[Region, ...], msgspec.Meta(min_length=1)] = ("ap-northeast-1",)
    account: AccountId | None = None
    profile: str | None = None
    config_file: str | None = None
    endpoint_url: Url | None = None
    requests_per_s: Annotated[int, msgspec.Meta(ge=1)] = 50

    def cli(self, *words: str) -> str:
        """A command of the AWS CLI, for a shell, that reaches the same account and region."""
        region = () if "--region" in words else ("--region", self.regions[0])
        profile = ("--profile", self.profile) if self.profile else ()
        endpoint = ("--endpoint-url", self.endpoint_url) if self.endpoint_url else ()
        config = f"AWS_CONFIG_FILE={shlex.quote(self.config_file)} " if self.config_file else ""
        return config + shlex.join(("aws", *words, *region, *profile, *endpoint))


class LibvirtPlace(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What virtual machines are made of: a cloud image (else one is built), and the size of each machine."""

    image: str | None = None
    memory_mib: Annotated[int, msgspec.Meta(ge=512)] = 1024
    cpus: Annotated[int, msgspec.Meta(ge=1, le=64)] = 2
    disk_gib: Annotated[int, msgspec.Meta(ge=4)] = 10


class PrivatePlace(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the servers of the private model come about and are reached.

    `ssh_config`: the file of ssh(1) to reach them by, else the user's own settings. `sudo_password_file`: what holds
    the password with which the automation's account becomes root; without it, the variable PCICLOUD_SUDO_PASSWORD.
    `state` is where drivers keep what they must remember. `system`: what machines that are made here start from.
    """

    driver: MachineDriver = "ssh"
    state: str = ".pcicloud"
    system: str = "debian-12"
    ssh_config: str | None = None
    sudo_password_file: str | None = None
    libvirt: LibvirtPlace = LibvirtPlace()


class HostPlace(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A Linux host: `local` is this machine; `ssh` is reached by Ansible with the user's own SSH settings.

    `root` is another root folder of the local machine (a mounted image, say) to look at instead of `/`. `roles` are
    what it is in the private model, and `addresses` its addresses by segment, where the driver does not choose them.
    """

    name: HostName
    roles: tuple[Role, ...] = ()
    addresses: dict[str, Ipv4] = {}
    connection: Literal["local", "ssh"] = "local"
    address: Address | None = None
    user: User | None = None
    root: str = "/"

    @property
    def names(self) -> frozenset[str]:
        """The names by which a running host may be this one, in small letters: its own, its address, that without port.

        An image at rest is no running host, whatever its name.
        """
        if self.root != "/":
            return frozenset()
        address = self.address or ""
        bare = address.rpartition(":")[0].strip("[]")
        return frozenset(name.lower() for name in (self.name, address, bare) if name)


class StandingException(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An exception beside an unchanged verdict: it has an owner and an end, and after its end it holds no more.

    It covers what fits all of `check`, `target` and `resource` that it names.
    """

    requirement: str
    reason: str
    owner: str
    until: date
    check: str | None = None
    target: str | None = None
    resource: str | None = None


class Environment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """environment.yaml. `as_of` is not in the file: it is the moment of the judgement, so that checks need no clock."""

    name: Name
    model: str
    entity: Entity = "service_provider"
    traits: tuple[Trait, ...] = ()
    aws: AwsPlace | None = None
    private: PrivatePlace | None = None
    hosts: tuple[HostPlace, ...] = ()
    parameters: dict[str, str | int | bool] = {}
    exceptions: tuple[StandingException, ...] = ()
    as_of: Annotated[datetime, msgspec.Meta(tz=True)] = datetime(1970, 1, 1, tzinfo=UTC)
