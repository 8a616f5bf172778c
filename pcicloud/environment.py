"""Reads environment.yaml, and writes the first one."""

from __future__ import annotations

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
    return environment


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
