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
from pcicloud.model.environment import Environment
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
    account: str | None,
    profile: str | None,
    config_file: str | None,
    endpoint_url: str | None,
    local_host: bool,
    parameters: dict[str, str],
) -> str:
    """The text of a new environment.yaml, with a word on each line that a person may want to change.

    Raises DefinitionError where a value is not one that the file may hold.
    """
    reach = {"account": account, "profile": profile, "config_file": config_file, "endpoint_url": endpoint_url}
    lines = [
        "# An environment of pcicloud. Change it, then: pcicloud env plan",
        f"name: {_scalar(name)}",
        f"model: {_scalar(model)}",
        f"entity: {_scalar(entity)}            # merchant or service_provider: decides which requirements are asked",
        "traits: []                         # issuer, multi_tenant, designated",
        "aws:",
        f"  regions: [{', '.join(_scalar(region) for region in regions)}]",
        *(f"  {key}: {json.dumps(value, ensure_ascii=False)}" for key, value in reach.items() if value),
        *([] if account else ['  # account: "123456789012"        # then nothing is asked of any other account']),
        f"parameters:{'' if parameters else ' {}                    '} # the model's own; see templates/environments/",
        *(f"  {_scalar(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in parameters.items()),
    ]
    if local_host:
        lines += ["hosts:", "  - name: localhost", "    connection: local"]
    else:
        lines += ["hosts: []                          # - {name: web1, connection: ssh, address: web1.example.jp}"]
    lines += ["exceptions: []                     # - {requirement: 1.2.3, reason: ..., owner: ..., until: 2027-03-31}"]
    text = "\n".join(lines) + "\n"
    parse(text, name="the new environment")
    return text


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
