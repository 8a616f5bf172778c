"""`pcicloud why`: from a requirement back to its evidence and to the line that builds it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pcicloud.cli import say
from pcicloud.cli.options import (
    ENVIRONMENT_FILE,
    EnvironmentFile,
    Format,
    FormatOption,
    Language,
    LanguageOption,
    OutputOption,
    QuietOption,
)

if TYPE_CHECKING:
    from pcicloud.why import Chain

NAME = "why"
SHOWN = 12
WORST_FIRST = ("fail", "unknown", "pass", "not_applicable")


def command(
    requirement: Annotated[str, typer.Argument(help="An id of the standard, such as 8.3.6.")],
    environment: EnvironmentFile = ENVIRONMENT_FILE,
    bundle: Annotated[Path | None, typer.Option("--bundle", help="Ask this bundle instead.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="Show every finding, not only the first dozen.")] = False,
    format_: FormatOption = Format.text,
    lang: LanguageOption = Language.en,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> None:
    """Say why a requirement has its status: template line, check, finding, dated evidence.

    Example: pcicloud why 8.3.6
    """
    from pcicloud import catalog, resources
    from pcicloud.cli.check import judged
    from pcicloud.why import chain

    asked = catalog.load().requirement(requirement)
    found = chain(judged(environment, bundle=bundle), asked, resources.folder("controls").parent)
    if format_ is Format.json:
        say.answer_json(found, output)
        return
    say.answer(_text(found, lang, None if all_ else SHOWN), output)
    shown = next((id_ for finding in found.findings for id_ in finding.evidence), None)
    if shown:
        of_bundle = ("--bundle", bundle) if bundle else ()
        say.next_step(say.typed("evidence", "show", shown[:12], *of_bundle, environment=environment), quiet=quiet)


def _text(found: Chain, lang: Language, most: int | None) -> str:
    result = found.result
    lines = [
        f"{result.id}  {getattr(result.title, lang)}",
        f"indicated: {result.status}  ({getattr(result.reason, lang)})",
        f"asked in   {found.control.path}:{found.control.line}",
        "",
        "Testing procedures",
    ]
    lines += [f"  {p.id:12} {p.status:14} {getattr(p.reason, lang)}" for p in result.testing_procedures]
    lines += ["", "Built by"]
    lines += [f"  {place.path}:{place.line}  {place.what}" for place in found.built_by] or ["  no template says so"]
    by_evidence = {one.id: one for one in found.evidence}
    lines += ["", f"Findings ({len(found.findings)})"]
    for finding in sorted(found.findings, key=lambda finding: WORST_FIRST.index(finding.verdict))[:most]:
        lines.append(f"  {finding.verdict:14} {finding.check}  {finding.resource}")
        lines.append(f"  {'':14} {finding.reason}")
        for one in (by_evidence[id_] for id_ in finding.evidence):
            what = f"object {one.object[:12]}" if one.object else f"a gap: {one.gap}"
            lines.append(f"  {'':14} evidence {one.id[:12]}, {one.collected_at:%Y-%m-%d %H:%M:%SZ}, {what}")
    if most and len(found.findings) > most:
        lines.append(f"  and {len(found.findings) - most} more: --all shows them")
    return "\n".join(say.safe(line) for line in lines)
