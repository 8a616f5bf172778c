"""What `pcicloud controls` shows to a person: a requirement's page, the coverage, a search, a crosswalk."""

from __future__ import annotations

import shutil

from pcicloud.catalog import Catalog
from pcicloud.coverage import Count, Coverage
from pcicloud.crosswalk import Crossed, Crossing
from pcicloud.model.assessment import Text
from pcicloud.model.requirement import (
    CheckUse,
    CollectorUse,
    Procedure,
    Requirement,
    Responsibility,
    WantedEvidence,
)
from pcicloud.model.standard import CrosswalkRow
from pcicloud.render import Language
from pcicloud.render import _words as words
from pcicloud.render._due import due
from pcicloud.search import Found
from pcicloud.wrapping import columns, wrapped

WIDTH_MAX = 100


class Page:
    """Lines in one language, wrapped to the terminal; Japanese letters are two columns wide."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self.lines: list[str] = []
        self.width = min(shutil.get_terminal_size((WIDTH_MAX, 24)).columns, WIDTH_MAX)

    def say(self, key: str, **values: object) -> str:
        return words.spoken(words.say(key, **values), self.language)

    def word(self, group: str, key: str) -> str:
        """The word for a member of a closed set, such as `kinds`."""
        return self.spoken(words.within(getattr(words.load(), group), key))

    def spoken(self, text: Text) -> str:
        return words.spoken(text, self.language)

    def figure(self, key: str, figure: str) -> str:
        return words.spoken(words.figure(key, figure), self.language)

    def line(self, text: str = "") -> None:
        self.lines.append(text)

    def head(self, key: str) -> None:
        self.lines += ["", self.say(key)]

    def text(self, text: str, first: str = "  ", rest: str | None = None) -> None:
        """The text, wrapped; `first` stands before its first line, `rest` before the others."""
        self.lines += wrapped(text, self.width, first, first if rest is None else rest)

    def done(self) -> str:
        return "\n".join(self.lines)


def requirement(catalogue: Catalog, found: Requirement, language: Language) -> str:
    """Everything that the catalogue says of one requirement."""
    page, section = Page(language), catalogue.section(found.section)
    page.line(f"{found.id}  {page.spoken(found.title)}")
    page.line(f"{section.id}  {page.spoken(section.title)}")
    for key, text in (("asks", found.asks), ("why", found.why)):
        page.head(key)
        page.text(page.spoken(text))
    page.line()
    _facts(page, found)
    for key, text in (("how_private", found.how.private), ("how_aws", found.how.aws)):
        page.head(key)
        page.text(page.spoken(text))
    _duties(page, found)
    page.head("mistakes")
    for mistake in found.mistakes:
        page.text(page.spoken(mistake), "  - ", "    ")
    page.head("faq")
    for question in found.faq:
        page.text(page.spoken(question.q), "  ? ", "    ")
        page.text(page.spoken(question.a), "    ")
    page.head("person_shows")
    if found.person:
        page.text(page.spoken(found.person.shows))
        page.text(f"{page.say('person_because')}: {page.spoken(found.person.because)}")
    else:
        page.text(page.say("no_person"))
    page.head("procedures")
    for procedure in found.procedures:
        _procedure(page, found, procedure)
    if found.checks:
        page.head("checks")
        for use in found.checks:
            params = ", ".join(f"{name} = {value}" for name, value in use.params.items())
            page.text(f"{use.uses}  {params}".rstrip(), "  ", "    ")
    return page.done()


def _facts(page: Page, found: Requirement) -> None:
    later = page.spoken(found.later) if found.later else ""
    since = page.word("effects", found.effective_scope).format(date=found.effective, later=later)
    facts = {
        "audience": page.word("audiences", found.audience),
        "since": since,
        "superseded": found.superseded_by or "",
        "frequency": due(found, page.language),
        "customized_approach": page.say("allowed" if found.customized_approach else "not_allowed"),
        "in_saqs": ", ".join(found.saqs) or page.say("no_saq"),
    }  # fmt: skip
    labels = {key: page.say(key) for key in facts}
    wide = max(columns(label) for label in labels.values())
    for key, value in facts.items():
        if value:
            label = labels[key] + " " * (wide - columns(labels[key]))
            page.text(value, f"{label}  ", " " * (wide + 2))


def _duties(page: Page, found: Requirement) -> None:
    page.head("who")
    for model in ("private", "aws"):
        duty: Responsibility = getattr(found.responsibility, model)
        page.line(f"  {page.word('models', model)}: {page.word('parties', duty.who)}")
        for who, text in (("provider", duty.provider), ("customer", duty.customer)):
            if text:
                page.text(page.spoken(text), f"    {page.word('parties', who)}: ", "      ")


def _procedure(page: Page, found: Requirement, procedure: Procedure) -> None:
    methods = ", ".join(page.word("methods", method) for method in procedure.methods)
    page.line(f"  {procedure.id}  ({methods})")
    page.text(page.spoken(procedure.does), "    ")
    for wanted in procedure.evidence:
        page.text(_wanted(page, wanted), "    - ", "      ")
    uses: tuple[CheckUse | CollectorUse, ...] = (*found.checks, *found.collectors)
    units = ", ".join(dict.fromkeys(use.uses for use in uses if procedure.id in use.answers))
    page.text(page.say("answered_by", units=units) if units else page.say("by_person"), "    ", "      ")


def _wanted(page: Page, wanted: WantedEvidence) -> str:
    kind = page.word("kinds", wanted.kind)
    said = [f"{kind}: {page.spoken(wanted.what)}", page.say("source_of", source=page.spoken(wanted.source))]
    if wanted.population:
        sample = page.word("samples", wanted.sample or "")
        said.append(page.say("population_of", population=page.spoken(wanted.population), sample=sample))
    if wanted.period:
        said.append(page.figure("period_of", wanted.period))
    said.append(page.figure("age_of", f"{wanted.oldest.number} {wanted.oldest.unit}"))
    return page.say("joiner").join(said)


def coverage(found: Coverage) -> str:
    """The counts: by chapter, by SAQ, by model, and what remains for the customer."""
    rows = [_row("chapter", None), *(_row(name, count) for name, count in found.by_chapter.items())]
    total = Count(
        requirements=found.requirements_total,
        automated=found.automated,
        evidence_only=found.evidence_only,
        person_only=found.person_only,
        testing_procedures=found.testing_procedures_total,
        testing_procedures_automated=found.testing_procedures_automated,
    )
    families = ", ".join(f"{family} {count}" for family, count in found.by_model.items())
    rows += [_row("all", total), f"\n{found.checks_total} checks; requirements reached: {families}"]
    rows += ["", _row("model", None), *(_row(name, model.seen) for name, model in found.models.items())]
    rows += ["", _row("SAQ", None), *(_row(name, count) for name, count in found.by_saq.items())]
    rows += ["", f"{'answers':12} {'customer':>9} {'shared':>7} {'provider':>9}   what remains for the customer"]
    for name, model in found.models.items():
        duty = model.responsibility
        rows.append(
            f"{name:12} {duty.customer:9} {duty.shared:7} {duty.provider:9}   {duty.remains_for_customer} of"
            f" {model.seen.requirements} requirements, {duty.testing_procedures_remaining} of"
            f" {model.seen.testing_procedures} procedures"
        )
    return "\n".join(rows)


def _row(name: str, count: Count | None) -> str:
    if count is None:
        return f"{name:12} {'asked':>6} {'checks':>7} {'evidence':>9} {'person':>7}   procedures with a check"
    return (
        f"{name:12} {count.requirements:6} {count.automated:7} {count.evidence_only:9} {count.person_only:7}"
        f"   {count.testing_procedures_automated} of {count.testing_procedures}"
    )


def search(found: Found, language: Language) -> str:
    """The meanings of the words, then the requirements, the best first."""
    page = Page(language)
    for term in found.terms:
        page.text(f"{term.term.en} / {term.term.ja}: {page.spoken(term.meaning)}", "", "  ")
    for hit in found.hits:
        page.line(f"{hit.id:10} {page.spoken(hit.title)}")
        page.text(hit.excerpt, " " * 11)
    return page.done()


def crossed(found: Crossed, language: Language) -> str:
    """Both readings of the id."""
    page = Page(language)
    for crossing in found.from_old:
        _crossing(page, f"v3.2.1  {', '.join(crossing.old)}", crossing, "->")
    for crossing in found.to_new:
        if crossing not in found.from_old:
            _crossing(page, f"v4.0.1  {', '.join(target.id for target in crossing.new)}", crossing, "<-")
    return page.done()


def _crossing(page: Page, head: str, crossing: Crossing, arrow: str) -> None:
    source = page.word("sources", crossing.source)
    page.line(f"{head}  ({page.word('changes', crossing.change)}; {source})")
    if arrow == "->":
        for target in crossing.new:
            page.text(f"{target.id}  {page.spoken(target.title)}", "  -> v4.0.1  ", " " * 13)
        if not crossing.new:
            page.line(f"  -> {page.say('crosswalk_gone')}")
        return
    page.line(f"  <- v3.2.1  {', '.join(crossing.old)}" if crossing.old else f"  <- {page.say('crosswalk_new')}")


def crosswalk_table(rows: tuple[CrosswalkRow, ...], language: Language) -> str:
    """All rows, one a line."""
    page = Page(language)
    page.line(f"{'v3.2.1':30} v4.0.1")
    for row in rows:
        old = ", ".join(row.old) or page.say("crosswalk_new")
        page.text(", ".join(row.new) or page.say("crosswalk_gone"), f"{old:30} ", " " * 31)
    return page.done()
