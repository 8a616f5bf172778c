"""Reads environment.yaml, and writes the first one."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import msgspec

from pcicloud import strict_yaml
from pcicloud.errors import DefinitionError
from pcicloud.model.environment import Environment
from pcicloud.model.sighting import Target

FILE = Path("environment.yaml")


def load(path: Path = FILE) -> Environment:
    """The environment that the file declares. Raises DefinitionError with file and line."""
    if not path.exists():
        raise DefinitionError(
            f"{path}: there is no such file", hint="make one with `pcicloud env init --model aws`, or name it with -e"
        )
    environment = strict_yaml.load(path, Environment)
    names = [host.name for host in environment.hosts]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise DefinitionError(f"{path}: two hosts are called {twice}")
    if environment.model == "aws" and environment.aws is None:
        raise DefinitionError(f"{path}: the model is aws, but there is no aws: section with its regions")
    return _anchored(environment, path.resolve().parent)


def _anchored(environment: Environment, folder: Path) -> Environment:
    """The same environment with the AWS config file's path made absolute: in the file it is relative to the file."""
    if environment.aws is None or environment.aws.config_file is None:
        return environment
    config_file = str(folder / Path(environment.aws.config_file).expanduser())
    return msgspec.structs.replace(environment, aws=msgspec.structs.replace(environment.aws, config_file=config_file))


def first(
    *,
    name: str,
    model: str,
    entity: str,
    regions: tuple[str, ...],
    profile: str | None,
    config_file: str | None,
    endpoint_url: str | None,
    local_host: bool,
    parameters: dict[str, str],
) -> str:
    """The text of a new environment.yaml, with a word on each line that a person may want to change.

    Raises DefinitionError where a value is not one that the file may hold.
    """
    reach = {"profile": profile, "config_file": config_file, "endpoint_url": endpoint_url}
    lines = [
        "# An environment of pcicloud. Change it, then: pcicloud env plan",
        f"name: {json.dumps(name)}",
        f"model: {model}",
        f"entity: {entity}            # merchant or service_provider: decides which requirements are asked",
        "traits: []                         # issuer, multi_tenant, designated",
        "aws:",
        f"  regions: [{', '.join(regions)}]",
        *(f"  {key}: {json.dumps(value)}" for key, value in reach.items() if value),
        f"parameters:{'' if parameters else ' {}                    '} # the model's own; see templates/environments/",
        *(f"  {key}: {json.dumps(value)}" for key, value in parameters.items()),
    ]
    if local_host:
        lines += ["hosts:", "  - name: localhost", "    connection: local"]
    else:
        lines += ["hosts: []                          # - {name: web1, connection: ssh, address: web1.example.jp}"]
    lines += ["exceptions: []                     # - {requirement: 1.2.3, reason: ..., owner: ..., until: 2027-03-31}"]
    text = "\n".join(lines) + "\n"
    strict_yaml.parse(text, Environment, name="the new environment")
    return text


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
