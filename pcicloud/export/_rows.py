"""The catalogue as rows for spreadsheets: one a requirement, one a testing procedure."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from pcicloud.catalog import Catalog
from pcicloud.export import Language
from pcicloud.model.assessment import Text
from pcicloud.model.requirement import Procedure, Requirement, Responsibility
from pcicloud.render import _words as words
from pcicloud.render._due import due

Cell = str | int


class Asked(NamedTuple):
    """A testing procedure and the requirement that it belongs to."""

    requirement: Requirement
    procedure: Procedure


Speak = Callable[[Text | None], str]


def speaker(language: Language) -> Speak:
    """What says a text in the language; nothing for none."""
    return lambda text: words.spoken(text, language) if text else ""


def asked(catalogue: Catalog) -> list[Asked]:
    """Every testing procedure in the standard's order."""
    return [
        Asked(requirement, procedure) for requirement in catalogue.requirements for procedure in requirement.procedures
    ]


def requirement_columns(language: Language) -> dict[str, Callable[[Requirement], Cell]]:
    """The columns of a requirement, by their title."""
    say = speaker(language)

    def label(key: str) -> str:
        return words.spoken(words.say(key), language)

    return {
        label("requirement"): lambda r: r.id,
        label("title_column"): lambda r: say(r.title),
        label("asks"): lambda r: say(r.asks),
        label("why"): lambda r: say(r.why),
        label("frequency"): lambda r: due(r, language),
        label("audience"): lambda r: words.spoken(words.within(words.load().audiences, r.audience), language),
        label("since"): lambda r: r.effective,
        label("customized_approach"): lambda r: label("yes") if r.customized_approach else label("no"),
        label("in_saqs"): lambda r: ", ".join(r.saqs),
        label("how_private"): lambda r: say(r.how.private),
        label("how_aws"): lambda r: say(r.how.aws),
        label("who_private"): lambda r: _who(r.responsibility.private, language),
        label("remains_private"): lambda r: say(r.responsibility.private.customer),
        label("who_aws"): lambda r: _who(r.responsibility.aws, language),
        label("remains_aws"): lambda r: say(r.responsibility.aws.customer),
        label("mistakes"): lambda r: "\n".join(say(mistake) for mistake in r.mistakes),
        label("person_shows"): lambda r: say(r.person.shows) if r.person else "",
        label("checks"): lambda r: "\n".join(dict.fromkeys(use.uses for use in r.checks)),
    }


def procedure_columns(language: Language) -> dict[str, Callable[[Asked], Cell]]:
    """The columns of a testing procedure, by their title."""
    say = speaker(language)

    def label(key: str) -> str:
        return words.spoken(words.say(key), language)

    def name(group: dict[str, Text], key: str) -> str:
        return words.spoken(words.within(group, key), language)

    return {
        label("requirement"): lambda one: one.requirement.id,
        label("title_column"): lambda one: say(one.requirement.title),
        label("procedure"): lambda one: one.procedure.id,
        label("does"): lambda one: say(one.procedure.does),
        label("methods"): lambda one: ", ".join(name(words.load().methods, method) for method in one.procedure.methods),
        label("wanted"): lambda one: "\n".join(
            f"{name(words.load().kinds, wanted.kind)}: {say(wanted.what)} ({say(wanted.source)})"
            for wanted in one.procedure.evidence
        ),
        label("population"): lambda one: "\n".join(
            say(wanted.population) for wanted in one.procedure.evidence if wanted.population
        ),
        label("checks"): lambda one: "\n".join(answering(one)),
    }


def answering(one: Asked) -> tuple[str, ...]:
    """The checks that answer a testing procedure."""
    return tuple(dict.fromkeys(use.uses for use in one.requirement.checks if one.procedure.id in use.answers))


def _who(responsibility: Responsibility, language: Language) -> str:
    return words.spoken(words.within(words.load().parties, responsibility.who), language)
