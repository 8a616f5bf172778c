"""`pcicloud controls`: what is asked, and how much of it pcicloud can see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from pcicloud.cli import say
from pcicloud.cli.options import Format, FormatOption, Language, LanguageOption, OutputOption
from pcicloud.errors import UsageError

if TYPE_CHECKING:
    from pcicloud.model.requirement import Requirement

NAME = "controls"
app = typer.Typer(help="The 280 requirements: read, search, count, export.", no_args_is_help=True)


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
    """Show one requirement: what it asks and why, how it is met, who answers for it, and its testing procedures.

    Example: pcicloud controls show 8.3.6 --lang ja
    """
    from pcicloud import catalog
    from pcicloud.cli import controls_text
    from pcicloud.model.documents import RequirementShown

    catalogue = catalog.load()
    found = catalogue.requirement(requirement)
    _link((found,))
    if format_ is Format.json:
        say.answer_json(RequirementShown(requirement=found), output)
        return
    say.answer(controls_text.requirement(catalogue, found, lang.value), output)
    say.next_step(say.typed("why", requirement))


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(help="Words in English or Japanese; every one must be there.")],
    format_: FormatOption = Format.text,
    lang: LanguageOption = Language.en,
    output: OutputOption = None,
) -> None:
    """Find requirements by words; the glossary knows which words mean the same (MFA, 多要素認証).

    Example: pcicloud controls search 多要素認証 --lang ja
    """
    from pcicloud import catalog
    from pcicloud.cli import controls_text
    from pcicloud.search import search as find

    query = " ".join(words)
    if not query.strip():
        raise UsageError("there is no word to look for", hint="give one, such as: pcicloud controls search password")
    found = find(catalog.load(), query)
    if format_ is Format.json:
        say.answer_json(found, output)
        return
    if not found.hits:
        say.talk(f"no requirement has {query}")
    say.answer(controls_text.search(found, lang.value), output)
    if found.hits:
        say.next_step(say.typed("controls", "show", found.hits[0].id))


@app.command()
def coverage(format_: FormatOption = Format.text, output: OutputOption = None) -> None:
    """Count, by chapter, model and SAQ, what checks see, what is evidence only, and what a person must show.

    Says, too, for how much the customer answers in each model.

    Example: pcicloud controls coverage --format json
    """
    from pcicloud import catalog
    from pcicloud.cli import controls_text
    from pcicloud.coverage import coverage as derive

    catalogue = catalog.load()
    _link(catalogue.requirements)
    found = derive(catalogue)
    if format_ is Format.json:
        say.answer_json(found, output)
        return
    say.answer(controls_text.coverage(found), output)


@app.command()
def crosswalk(
    requirement: Annotated[str | None, typer.Argument(help="An id of v3.2.1 or of v4.0.1; without one, all.")] = None,
    format_: FormatOption = Format.text,
    lang: LanguageOption = Language.en,
    output: OutputOption = None,
) -> None:
    """Show where a requirement of PCI DSS v3.2.1 stands in v4.0.1, and where one of v4.0.1 comes from.

    Example: pcicloud controls crosswalk 8.2.3
    """
    from pcicloud import catalog
    from pcicloud.cli import controls_text
    from pcicloud.crosswalk import crosswalk as cross
    from pcicloud.crosswalk import whole

    catalogue = catalog.load()
    if requirement is None:
        shown = controls_text.crosswalk_table(catalogue.crosswalk, lang.value)
        say.answer(shown, output) if format_ is Format.text else say.answer_json(whole(catalogue), output)
        return
    found = cross(catalogue, requirement)
    if format_ is Format.json:
        say.answer_json(found, output)
        return
    say.answer(controls_text.crossed(found, lang.value), output)


@app.command()
def export(
    format_: Annotated[str, typer.Option("--format", "-f", help="json, csv, xlsx or oscal.")] = "json",
    lang: LanguageOption = Language.en,
    output: OutputOption = None,
) -> None:
    """Write the catalogue for other tools. A format of several files (csv, oscal) is written into the folder --output.

    Example: pcicloud controls export --format oscal -o oscal
    """
    from pcicloud import catalog
    from pcicloud.export import exporter

    form = exporter(format_)
    catalogue = catalog.load()
    _link(catalogue.requirements)
    files = form.export(catalogue, language=lang.value)
    if len(files) == 1:
        (content,) = files.values()
        if output is None and b"\0" in content and say.stdout().isatty():
            raise UsageError(f"{format_} is no text for a terminal", hint=f"name a file: -o {next(iter(files))}")
        say.answer(content, output)
        say.wrote(output, quiet=False)
        return
    if output is None:
        raise UsageError(f"{format_} is {len(files)} files", hint=f"name a folder for them: -o {format_}")
    say.make_folder(output)
    for name, content in files.items():
        say.answer(content, output / name)
        say.wrote(output / name, quiet=False)


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
