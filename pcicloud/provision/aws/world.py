"""Where the steps are carried out: the account, and what placeholders stand for there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from pcicloud.aws import Aws
from pcicloud.aws_writing import Writer
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json
from pcicloud.provision.aws.steps import Step, facts_of, steps_of
from pcicloud.provision.placeholders import Lookup, lookup_of


class World(msgspec.Struct, frozen=True, kw_only=True):
    """An environment in its account: the steps, the writing door, and the facts that placeholders may name."""

    environment: Environment
    writer: Writer
    account: str
    region: str
    partition: str
    steps: tuple[Step, ...]
    facts: dict[str, Json]

    def lookup(self, outputs: Mapping[str, Mapping[str, Json]], where: str) -> Lookup:
        """What placeholders stand for, given the outputs of stacks by stack name."""
        return lookup_of(self.facts, outputs, where=where)


def world_of(environment: Environment, templates: Path, aws: Aws) -> World:
    """The environment in its account. Raises DefinitionError for a wrong file, OutsideError for a wrong account."""
    region = aws.place.regions[0]
    steps = steps_of(environment, templates)
    account, arn = aws.identity()
    return World(
        environment=environment,
        writer=Writer(aws, region),
        account=account,
        region=region,
        partition=arn.split(":")[1],
        steps=steps,
        facts=facts_of(environment, templates, account=account, region=region),
    )
