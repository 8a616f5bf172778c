"""`pcicloud env diagram`: the network and the data flows of a private environment, drawn from what is declared."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pcicloud.cli import say
from pcicloud.cli.options import (
    ENVIRONMENT_FILE,
    EnvironmentFile,
    Language,
    LanguageOption,
    OutputOption,
    QuietOption,
)

if TYPE_CHECKING:
    from pcicloud.model.environment import Environment
    from pcicloud.render.diagrams import Origin

NAME = "diagram"


class Kind(StrEnum):
    """Which diagram."""

    network = "network"
    flows = "flows"


def command(
    kind: Annotated[Kind, typer.Argument(help="network (PCI DSS 1.2.3) or flows (1.2.4).")],
    environment: EnvironmentFile = ENVIRONMENT_FILE,
    as_of: Annotated[datetime | None, typer.Option("--as-of", help="Date it with this UTC time, not now.")] = None,
    lang: LanguageOption = Language.en,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """Draw the network or the data flows of a private environment as SVG, from its file alone: nothing is asked.

    Example: pcicloud env diagram network --lang ja -o network.svg
    """
    from pcicloud import environment as environments
    from pcicloud.errors import UsageError
    from pcicloud.provision.hosts.fleet import fleet_of
    from pcicloud.render.diagrams import diagram
    from pcicloud.resources import folder

    declared = environments.load(environment)
    if declared.private is None:
        raise UsageError(
            f"the model {declared.model} has no diagrams", hint="they are drawn of the model private, from its servers"
        )
    fleet = fleet_of(declared, folder("templates"))
    moment = (as_of.replace(tzinfo=as_of.tzinfo or UTC) if as_of else datetime.now(UTC)).replace(microsecond=0)
    drawn = diagram(kind.value, fleet, _origin(declared, environment, folder("templates"), moment), lang.value)
    say.answer(drawn, output)
    say.wrote(output, quiet=quiet)


def _origin(declared: Environment, file: Path, templates: Path, moment: datetime) -> Origin:
    from pcicloud.render.diagrams import Origin

    read = (file, templates / "environments" / f"{declared.model}.yaml")
    files = tuple((path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in read)
    left_out = tuple(host.name for host in declared.hosts if not host.roles)
    return Origin(files=files, as_of=moment, hosts_left_out=left_out)
