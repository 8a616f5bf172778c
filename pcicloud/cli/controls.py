"""`pcicloud controls`: what is asked, and how much of it pcicloud can see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from pcicloud.cli import say
from pcicloud.cli.options import Format, FormatOption, Language, LanguageOption, OutputOption
from pcicloud.errors import UsageError

if TYPE_CHECKING:
    from pcicloud.catalog import Catalog
    from pcicloud.model.requirement import CheckUse, CollectorUse, Requirement

NAME = "controls"
app = typer.Typer(help="The 280 requirements, their checks, and the coverage.", no_args_is_help=True)


@app.command("list")
def list_(
    chapter: Annotated[str | None, typer.Option("--chapter", help="Only this chapter: 1 to 12, A1, A2, A3.")] = None,
    checks: Annotated[bool, typer.Option("--checks", help="List the checks instead.")] = False,
    collectors: Annotated[bool, typer.Option("--collectors", help="List the collectors instead.")] = False,
    format_: FormatOption = Format.text,
    lang: LanguageOption = Language.en,
    output: OutputOption = None,
) -> None:
    """List the requirements (or the checks, or the collectors).

    Example: pcicloud controls list --chapter 8 --lang ja
    """
    from pcicloud import catalog
    from pcicloud.model.documents import RequirementItem, RequirementList

    if checks or collectors:
        _units("checks" if checks else "collectors", format_, output)
        return
    catalogue = catalog.load()
    _link(catalogue.requirements)
    found = [r for r in catalogue.requirements if chapter in (None, catalog.chapter(r.id))]
    if not found:
        chapters = dict.fromkeys(catalog.chapter(r.id) for r in catalogue.requirements)
        raise UsageError(f"PCI DSS v4.0.1 has no chapter {chapter}", hint=f"it has: {', '.join(chapters)}")
    if format_ is Format.json:
        items = [
            RequirementItem(
                id=r.id, section=r.section, title=r.title, checks=tuple(dict.fromkeys(use.uses for use in r.checks))
            )
            for r in found
        ]
        say.answer_json(RequirementList(requirements=tuple(items)), output)
        return
    say.answer("\n".join(f"{r.id:10} {len(r.checks):3}  {getattr(r.title, lang)}" for r in found), output)


@app.command()
def show(
    requirement: Annotated[str, typer.Argument(help="An id of the standard, such as 8.3.6.")],
    format_: FormatOption = Format.text,
    lang: LanguageOption = Language.en,
    output: OutputOption = None,
) -> None:
    """Show one requirement: what it asks, its testing procedures, and the checks that serve it.

    Example: pcicloud controls show 8.3.6
    """
    from pcicloud import catalog
    from pcicloud.model.documents import RequirementShown

    catalogue = catalog.load()
    found = catalogue.requirement(requirement)
    _link((found,))
    if format_ is Format.json:
        say.answer_json(RequirementShown(requirement=found), output)
        return
    say.answer(_page(catalogue, found, lang), output)
    say.next_step(say.typed("why", requirement))


@app.command()
def coverage(format_: FormatOption = Format.text, output: OutputOption = None) -> None:
    """Count, per chapter, what checks see, what is evidence only, and what a person must show.

    Example: pcicloud controls coverage --format json
    """
    from pcicloud import catalog
    from pcicloud.coverage import coverage as derive

    catalogue = catalog.load()
    _link(catalogue.requirements)
    found = derive(catalogue)
    if format_ is Format.json:
        say.answer_json(found, output)
        return
    rows = [f"{'chapter':8} {'asked':>6} {'checks':>7} {'evidence':>9} {'person':>7}   procedures with a check"]
    for name, count in found.by_chapter.items():
        rows.append(
            f"{name:8} {count.requirements:6} {count.automated:7} {count.evidence_only:9} {count.person_only:7}"
            f"   {count.testing_procedures_automated} of {count.testing_procedures}"
        )
    rows.append(
        f"{'all':8} {found.requirements_total:6} {found.automated:7} {found.evidence_only:9} {found.person_only:7}"
        f"   {found.testing_procedures_automated} of {found.testing_procedures_total}"
    )
    families = ", ".join(f"{family} {count}" for family, count in found.by_model.items())
    rows.append(f"\n{found.checks_total} checks; requirements reached: {families}")
    say.answer("\n".join(rows), output)


def _link(requirements: tuple[Requirement, ...]) -> None:
    """Raise DefinitionError, with file and line, where a control names what does not exist or does not fit."""
    from pcicloud import linking

    linking.collectors(linking.jobs(requirements), requirements)


def _units(package: Literal["checks", "collectors"], format_: Format, output: OutputOption) -> None:
    from pcicloud import discover
    from pcicloud.model.documents import UnitItem, UnitList

    found = [discover.unit(package, id_) for id_ in discover.all_ids(package)]
    if format_ is Format.json:
        units = tuple(UnitItem(id=unit.id, summary=unit.summary) for unit in found)
        say.answer_json(UnitList(kind=package, units=units), output)
        return
    say.answer("\n".join(f"{unit.id:48} {unit.summary}" for unit in found), output)


def _page(catalogue: Catalog, found: Requirement, lang: Language) -> str:
    section = catalogue.section(found.section)
    lines = [
        f"{found.id}  {getattr(found.title, lang)}",
        f"{section.id}  {getattr(section.title, lang)}",
        "",
        getattr(found.asks, lang),
        "",
        f"asked of             {found.audience.replace('_', ' ')}, since {found.effective} ({found.effective_scope})",
        f"customized approach  {'allowed' if found.customized_approach else 'not allowed'}",
        f"risk analysis        {'decides the frequency (12.3.1)' if found.targeted_risk_analysis else 'not asked'}",
        f"in SAQs              {', '.join(found.saqs) or 'none'}",
    ]
    if found.superseded_by:
        lines.append(f"superseded by        {found.superseded_by}")
    lines += ["", "Testing procedures"]
    for procedure in found.procedures:
        kinds = ", ".join(kind.replace("_", " ") for kind in procedure.kinds) or "not listed"
        uses: tuple[CheckUse | CollectorUse, ...] = (*found.checks, *found.collectors)
        answering = [use.uses for use in uses if procedure.id in use.answers]
        lines.append(f"  {procedure.id:12} wants {kinds}")
        lines += [f"  {'':12} {name}" for name in dict.fromkeys(answering)] or [f"  {'':12} a person shows it"]
    if found.checks:
        lines += ["", "Checks"]
        lines += [f"  {use.uses}  {_params(use.params)}".rstrip() for use in found.checks]
    return "\n".join(lines)


def _params(params: dict[str, str | int | bool | list[str]]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in params.items())
