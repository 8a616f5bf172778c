"""`pcicloud explain`: what one check looks at, why, how to mend it, and who uses it."""

from __future__ import annotations

from typing import Annotated

import typer

from pcicloud.cli import say
from pcicloud.cli.options import Format, FormatOption, OutputOption

NAME = "explain"


def command(
    check: Annotated[str, typer.Argument(help="A check's id, such as aws.iam_password_length.")],
    format_: FormatOption = Format.text,
    output: OutputOption = None,
) -> None:
    """Explain a check: what it looks at, why, how to mend it, what it needs, which requirements use it.

    Example: pcicloud explain aws.iam_password_length
    """
    from pcicloud import catalog, discover
    from pcicloud.model.documents import CheckExplained, Use

    unit = discover.unit("checks", check)
    collectors = [discover.unit("collectors", name) for name in (unit.evidence, *unit.beside)]
    uses = [
        Use(requirement=r.id, params=use.params, answers=use.answers)
        for r in catalog.load().requirements
        for use in r.checks
        if use.uses == check
    ]
    if format_ is Format.json:
        explained = CheckExplained(
            id=unit.id,
            doc=unit.doc,
            evidence=tuple(c.id for c in collectors),
            permissions=tuple(sorted({p for c in collectors for p in c.permissions})),
            asks=tuple(str(ask) for c in collectors for ask in c.asks),
            when_none=unit.when_none,
            uses=tuple(uses),
        )
        say.answer_json(explained, output)
        return
    lines = [unit.id, "", unit.doc, "", "Evidence"]
    for collector in collectors:
        lines.append(f"  {collector.id}: {collector.summary} Holds for {collector.max_age.days} day(s).")
        lines += [f"    needs {permission}" for permission in collector.permissions]
        lines += [f"    asks {ask}" for ask in collector.asks]
    lines += ["", f"Where nothing is there: {unit.when_none.verdict}, {unit.when_none.reason}", "", "Requirements"]
    lines += [f"  {use.requirement}  {', '.join(f'{k} = {v}' for k, v in use.params.items())}".rstrip() for use in uses]
    say.answer("\n".join(lines), output)
