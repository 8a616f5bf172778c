"""When a requirement is due, in words."""

from __future__ import annotations

from pcicloud.model.requirement import Requirement
from pcicloud.render import Language
from pcicloud.render import _words as words


def due(requirement: Requirement, language: Language) -> str:
    """When the requirement is due, in one line; nothing where it has no time."""
    frequency = requirement.frequency
    said = [words.say("due_by_risk_analysis")] if requirement.targeted_risk_analysis else []
    if frequency:
        periods = {"due_every": frequency.every, "due_within": frequency.within, "due_keep": frequency.keep}
        said += [words.figure(key, figure) for key, figure in periods.items() if figure]
        said += [words.say("due_on_change")] if frequency.on_change else []
        said += [frequency.event] if frequency.event else []
    return "; ".join(words.spoken(text, language) for text in said)
