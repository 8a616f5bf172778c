"""NIST OSCAL 1.2.3: the requirements as a catalog, and the two models of environment as a component definition.

Control ids are the standard's own behind `pci-`, since an OSCAL token can't begin with a digit.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, time
from typing import Any

import msgspec

from pcicloud import __version__
from pcicloud.catalog import STANDARD, Catalog, chapter
from pcicloud.coverage import FAMILIES, party
from pcicloud.export import Language
from pcicloud.export._rows import Speak, speaker
from pcicloud.model.quantity import quantity
from pcicloud.model.requirement import Procedure, Requirement
from pcicloud.render import _words as words
from pcicloud.render._due import due

NAME = "oscal"
VERSION = "1.2.3"
OURS = "urn:pcicloud:oscal"
CATALOG_FILE, COMPONENTS_FILE = "oscal_catalog.json", "oscal_component_definition.json"
#: NIST SP 800-53A knows three methods; its "examine" holds observing, too.
METHODS = {"examine": "EXAMINE", "observe": "EXAMINE", "interview": "INTERVIEW", "test": "TEST"}
Json = dict[str, Any]


def export(catalogue: Catalog, *, language: Language) -> dict[str, bytes]:
    """`oscal_catalog.json` and `oscal_component_definition.json`, in one language."""
    documents = {
        CATALOG_FILE: {"catalog": _catalog(catalogue, language)},
        COMPONENTS_FILE: {"component-definition": _components(catalogue, language)},
    }
    return {name: msgspec.json.format(msgspec.json.encode(one), indent=2) + b"\n" for name, one in documents.items()}


def _catalog(catalogue: Catalog, language: Language) -> Json:
    say = speaker(language)
    principal = [section for section in catalogue.sections if "." not in section.id]
    return {
        "uuid": _uuid(catalogue, "catalog", language),
        "metadata": _metadata(catalogue, language, words.spoken(words.say("oscal_catalog"), language)),
        "groups": [
            {
                "id": f"pci-{one.id}",
                "class": "principal-requirement",
                "title": say(one.title),
                "props": [_label(one.id)],
                "groups": [
                    {
                        "id": f"pci-{section.id}",
                        "class": "section",
                        "title": say(section.title),
                        "props": [_label(section.id)],
                        "controls": [_control(r, language) for r in catalogue.requirements if r.section == section.id],
                    }
                    for section in catalogue.sections
                    if "." in section.id and chapter(section.id) == one.id
                ],
            }
            for one in principal
        ],
    }


def _control(requirement: Requirement, language: Language) -> Json:
    say, id_ = speaker(language), f"pci-{requirement.id}"
    frequency = due(requirement, language)
    facts = {
        "audience": requirement.audience,
        "effective": requirement.effective,
        "customized-approach": "allowed" if requirement.customized_approach else "not-allowed",
        **({"superseded-by": requirement.superseded_by} if requirement.superseded_by else {}),
        **({"frequency": frequency} if frequency else {}),
    }
    control = {
        "id": id_,
        "class": "requirement",
        "title": say(requirement.title),
        "props": [
            _label(requirement.id),
            *(_prop(name, value) for name, value in facts.items()),
            *(_prop("saq", saq) for saq in requirement.saqs),
        ],
        "parts": [
            {"id": f"{id_}_smt", "name": "statement", "prose": say(requirement.asks)},
            {"id": f"{id_}_gdn", "name": "guidance", "prose": say(requirement.why)},
            *(_procedure(requirement, procedure, say) for procedure in requirement.procedures),
        ],
    }
    if requirement.numbers:
        control["params"] = [
            {"id": f"{id_}_{name}", "label": name.replace("_", " "), "values": [getattr(quantity(figure), language)]}
            for name, figure in requirement.numbers.items()
        ]
    return control


def _procedure(requirement: Requirement, procedure: Procedure, say: Speak) -> Json:
    id_ = f"pci-{requirement.id}_tp-{procedure.id}"
    wanted = [f"{say(one.what)} ({say(one.source)})" for one in procedure.evidence]
    return {
        "id": id_,
        "name": "assessment-method",
        "props": [
            _label(procedure.id),
            *({"name": "method", "value": m} for m in dict.fromkeys(METHODS[m] for m in procedure.methods)),
        ],
        "prose": say(procedure.does),
        "parts": [{"id": f"{id_}_obj", "name": "assessment-objects", "prose": "\n\n".join(wanted)}],
    }


def _components(catalogue: Catalog, language: Language) -> Json:
    return {
        "uuid": _uuid(catalogue, "component-definition", language),
        "metadata": _metadata(catalogue, language, words.spoken(words.say("oscal_components"), language), roles=True),
        "components": [_component(catalogue, model, language) for model in FAMILIES],
    }


def _component(catalogue: Catalog, model: str, language: Language) -> Json:
    title = words.spoken(words.load().models[model], language)
    implemented = [_implemented(catalogue, requirement, model, language) for requirement in catalogue.requirements]
    return {
        "uuid": _uuid(catalogue, model, language),
        "type": "service",
        "title": title,
        "description": title,
        "control-implementations": [
            {
                "uuid": _uuid(catalogue, model, "implementation", language),
                "source": CATALOG_FILE,
                "description": words.spoken(words.say("oscal_implementation"), language),
                "implemented-requirements": implemented,
            }
        ],
    }


def _implemented(catalogue: Catalog, requirement: Requirement, model: str, language: Language) -> Json:
    say = speaker(language)
    duty, who = getattr(requirement.responsibility, model), party(requirement, model)
    checks = dict.fromkeys(use.uses for use in requirement.checks if use.family in FAMILIES[model])
    roles = {"provider": duty.provider, "customer": duty.customer}
    return {
        "uuid": _uuid(catalogue, model, requirement.id, language),
        "control-id": f"pci-{requirement.id}",
        "description": say(getattr(requirement.how, model)),
        "props": [_prop("responsibility", who), *(_prop("check", check) for check in checks)],
        "responsible-roles": [{"role-id": role, "remarks": say(text)} for role, text in roles.items() if text],
    }


def _metadata(catalogue: Catalog, language: Language, title: str, *, roles: bool = False) -> Json:
    edited = datetime.combine(catalogue.edition.edited, time(), UTC)
    metadata = {
        "title": title,
        "last-modified": edited.isoformat(),
        "version": f"{__version__}+{catalogue.digest[:12]}",
        "oscal-version": VERSION,
        "props": [_prop("standard", STANDARD), _prop("language", language)],
        "remarks": words.spoken(words.say("own_words"), language),
    }
    if roles:
        metadata["roles"] = [
            {"id": role, "title": words.spoken(words.load().parties[role], language)}
            for role in ("provider", "customer")
        ]
    return metadata


def _prop(name: str, value: str) -> Json:
    return {"name": name, "ns": OURS, "value": value}


def _label(value: str) -> Json:
    return {"name": "label", "value": value}


def _uuid(catalogue: Catalog, *names: str) -> str:
    """A UUID that is the same for the same catalogue and names (RFC 9562, version 5)."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "/".join((OURS, catalogue.digest, *names))))
