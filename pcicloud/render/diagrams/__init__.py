"""Diagrams of a private environment as SVG: its network (PCI DSS 1.2.3) and its data flows (1.2.4)."""

from __future__ import annotations

from typing import Literal

from pcicloud.model.fleet import Fleet
from pcicloud.render import Language
from pcicloud.render.diagrams import flows, network
from pcicloud.render.diagrams.sheet import Origin, Sheet, svg

__all__ = ["Kind", "Origin", "Sheet", "diagram", "sheet"]

Kind = Literal["network", "flows"]


def sheet(kind: Kind, fleet: Fleet, origin: Origin, language: Language) -> Sheet:
    """The diagram as shapes. Raises DefinitionError where the fleet is too large for a sheet."""
    draw = network.sheet if kind == "network" else flows.sheet
    return draw(fleet, origin, language)


def diagram(kind: Kind, fleet: Fleet, origin: Origin, language: Language) -> bytes:
    """The diagram as SVG: equal bytes for equal arguments."""
    return svg(sheet(kind, fleet, origin, language))
