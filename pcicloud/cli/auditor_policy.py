"""`pcicloud auditor-policy`: the least that the collectors must be allowed to read."""

from __future__ import annotations

from typing import Annotated

import typer

from pcicloud.cli import say
from pcicloud.cli.options import OutputOption

NAME = "auditor-policy"


def command(
    requirement: Annotated[list[str] | None, typer.Option("--requirement", "-r", help="Only for these.")] = None,
    output: OutputOption = None,
) -> None:
    """Print the IAM policy that the collectors need: read-only, and no action more.

    Example: pcicloud auditor-policy > auditor-policy.json
    """
    from pcicloud import catalog, linking

    catalogue = catalog.load()
    chosen = tuple(catalogue.requirement(id_) for id_ in requirement or ()) or catalogue.requirements
    collectors = linking.collectors(linking.jobs(chosen), chosen)
    actions = {action for collector in collectors for action in collector.permissions} | {"sts:GetCallerIdentity"}
    say.answer_json(
        {
            "Version": "2012-10-17",
            "Statement": [{"Sid": "PcicloudReads", "Effect": "Allow", "Action": sorted(actions), "Resource": "*"}],
        },
        output,
    )
