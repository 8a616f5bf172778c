"""Reads environment.yaml, and writes the first one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from pcicloud import discover, resources, strict_yaml
from pcicloud.errors import DefinitionError
from pcicloud.model.environment import AwsPlace, Environment, HostPlace, PrivatePlace, StandingException
from pcicloud.model.sighting import Target

FILE = Path("environment.yaml")
WORD = re.compile(r"[a-z][a-z0-9_-]*")


def load(path: Path = FILE) -> Environment:
    """The environment that the file declares. Raises DefinitionError with file and line."""
    if not path.exists():
        raise DefinitionError(
            f"{path}: there is no such file", hint="make one with `pcicloud env init --model aws`, or name it with -e"
        )
    return _anchored(parse(strict_yaml.read(path), name=str(path)), path.resolve().parent)


def parse(text: str, *, name: str) -> Environment:
    """The environment that the text declares; `name` stands in the errors. Raises DefinitionError with the line."""
    environment = strict_yaml.parse(text, Environment, name=name)
    for place, what in _wrong(environment):
        raise DefinitionError(f"{name}:{strict_yaml.line_of(text, place, name=name)}: {what}")
    return environment


def _wrong(environment: Environment) -> Iterator[tuple[str, str]]:
    """Where and why a declaration that has the right form can't be meant, such as two hosts of one name."""
    yield from _twice("$.hosts", ".name", "two hosts are called", [host.name for host in environment.hosts])
    if environment.model == "private" and environment.private is None:
        yield "$.model", "the model is private, but there is no private: section with its driver"
    if environment.aws is None:
        if environment.model == "aws":
            yield "$.model", "the model is aws, but there is no aws: section with its regions"
    else:
        yield from _twice("$.aws.regions", "", "this region stands here a second time:", environment.aws.regions)
    for number, exception in enumerate(environment.exceptions):
        place = f"$.exceptions[{number}]"
        if exception.requirement not in _requirement_ids():
            yield f"{place}.requirement", f"PCI DSS v4.0.1 has no requirement {exception.requirement}"
        for name, text in (("reason", exception.reason), ("owner", exception.owner)):
            if not any(sign.isalnum() for sign in text):
                yield f"{place}.{name}", f"an exception needs {'a reason' if name == 'reason' else 'an owner'} in words"
        if exception.check is not None and exception.check not in discover.all_ids("checks"):
            yield f"{place}.check", f"there is no check called {exception.check}"


def _twice(place: str, key: str, what: str, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    for number, name in enumerate(names):
        if name in names[:number]:
            yield f"{place}[{number}]{key}", f"{what} {name}"


def _requirement_ids() -> set[str]:
    # A control's file has the name of its id; the whole catalogue need not be read for that.
    return {path.stem for path in resources.folder("controls").glob("pci_dss_*/*.yaml")}


def _anchored(environment: Environment, folder: Path) -> Environment:
    """The same environment with its paths made absolute: in the file they are relative to the file.

    The drivers that make machines write how to reach them into the state folder.
    """
    if environment.aws is not None and environment.aws.config_file is not None:
        config_file = str(folder / Path(environment.aws.config_file).expanduser())
        aws = msgspec.structs.replace(environment.aws, config_file=config_file)
        environment = msgspec.structs.replace(environment, aws=aws)
    if environment.private is not None:
        state = folder / environment.private.state
        made = {"ssh_config": "run/ssh_config", "sudo_password_file": "run/sudo_password"}
        own = {} if environment.private.driver == "ssh" else {name: str(state / path) for name, path in made.items()}
        given = {name: getattr(environment.private, name) for name in made}
        paths = {name: str(folder / Path(path).expanduser()) for name, path in given.items() if path}
        libvirt = environment.private.libvirt
        if libvirt.image:
            libvirt = msgspec.structs.replace(libvirt, image=str(folder / Path(libvirt.image).expanduser()))
        private = msgspec.structs.replace(environment.private, state=str(state), libvirt=libvirt, **{**own, **paths})
        environment = msgspec.structs.replace(environment, private=private)
    return environment


def first(
    *,
    name: str,
    model: str,
    entity: str,
    parameters: dict[str, str],
    aws: AwsPlace | None = None,
    private: PrivatePlace | None = None,
    hosts: Sequence[HostPlace] = (),
    exceptions: Sequence[StandingException] = (),
) -> str:
    """The text of a new environment.yaml, with a word on each line that a person may want to change.

    Raises DefinitionError where a value is not one that the file may hold.
    """
    lines = [
        "# An environment of pcicloud. Change it, then: pcicloud env plan",
        f"name: {_scalar(name)}",
        f"model: {_scalar(model)}",
        f"entity: {_scalar(entity)}            # merchant or service_provider: decides which requirements are asked",
        "traits: []                         # issuer, multi_tenant, designated",
        *(_first_aws(aws) if aws else []),
        *(_first_private(private) if private else []),
        f"parameters:{'' if parameters else ' {}                    '} # the model's own; see templates/environments/",
        *(f"  {_scalar(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in parameters.items()),
    ]
    if hosts:
        lines += ["hosts:", *(f"  - {_first_host(host)}" for host in hosts)]
    else:
        lines += ["hosts: []                          # - {name: web1, connection: ssh, address: web1.example.jp}"]
    if exceptions:
        lines += ["exceptions:", *(line for one in exceptions for line in _first_exception(one))]
    else:
        lines += [
            "exceptions: []                     # - {requirement: 1.2.3, reason: ..., owner: ..., until: 2027-03-31}"
        ]
    text = "\n".join(lines) + "\n"
    parse(text, name="the new environment")
    return text


def _first_aws(place: AwsPlace) -> list[str]:
    reach = {key: getattr(place, key) for key in ("account", "profile", "config_file", "endpoint_url")}
    return [
        "aws:",
        f"  regions: [{', '.join(_scalar(region) for region in place.regions)}]",
        *(f"  {key}: {json.dumps(value, ensure_ascii=False)}" for key, value in reach.items() if value),
        *([] if place.account else ['  # account: "123456789012"        # then nothing is asked of any other account']),
    ]


def _first_private(place: PrivatePlace) -> list[str]:
    made_here = place.driver != "ssh"
    system = f"  system: {_scalar(place.system)}                # what they start from; see templates/systems/"
    return [
        "private:",
        f"  driver: {place.driver}                      # lab, libvirt: makes machines here; ssh: yours",
        *([system] if made_here else []),
    ]


def _first_exception(one: StandingException) -> list[str]:
    given = {"requirement": _scalar(one.requirement), "check": one.check, "target": one.target}
    given |= {"reason": _scalar(one.reason), "owner": _scalar(one.owner), "until": one.until.isoformat()}
    first, *others = [f"{key}: {value}" for key, value in given.items() if value]
    return [f"  - {first}", *(f"    {line}" for line in others)]


def _first_host(host: HostPlace) -> str:
    """A host as one line of YAML."""
    given: dict[str, str] = {"name": _scalar(host.name), "connection": host.connection}
    if host.address:
        given["address"] = _scalar(host.address)
    if host.roles:
        given["roles"] = f"[{', '.join(host.roles)}]"
    return f"{{{', '.join(f'{key}: {value}' for key, value in given.items())}}}"


def _scalar(text: str) -> str:
    """A text as YAML: bare where it is a plain word, else in quotes."""
    return (
        text if WORD.fullmatch(text) and text not in ("true", "false", "null") else json.dumps(text, ensure_ascii=False)
    )


def at(environment: Environment, as_of: datetime) -> Environment:
    """The same environment as it is judged at a moment."""
    return msgspec.structs.replace(environment, as_of=as_of)


def targets(environment: Environment, account_id: str | None) -> tuple[Target, ...]:
    """All places to look at: the account once as a whole, once in each region, and each host."""
    found = [Target(family="host", name=host.name) for host in environment.hosts]
    if environment.aws and account_id:
        parts = ("global", *environment.aws.regions)
        found += [Target(family="aws", name=account_id, part=part) for part in parts]
    return tuple(sorted(found))
