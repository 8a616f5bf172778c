"""Answers where a requirement of PCI DSS v3.2.1 stands in v4.0.1, and where one of v4.0.1 comes from. Pure."""

from __future__ import annotations

import msgspec

from pcicloud.catalog import Catalog
from pcicloud.errors import UsageError
from pcicloud.model.assessment import Text
from pcicloud.model.standard import CrosswalkRow


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """A requirement of v4.0.1 in a crosswalk."""

    id: str
    title: Text


class Crossing(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the crosswalk, with the titles of today's requirements."""

    old: tuple[str, ...]
    new: tuple[Target, ...]
    change: str
    source: str


class Crossed(msgspec.Struct, frozen=True, kw_only=True):
    """Both readings of an id: as one of v3.2.1 (`from_old`) and as one of v4.0.1 (`to_new`)."""

    schema: str = "pcicloud.crosswalk/1"
    id: str
    from_old: tuple[Crossing, ...]
    to_new: tuple[Crossing, ...]


class CrosswalkTable(msgspec.Struct, frozen=True, kw_only=True):
    """The crosswalk as a whole, in the order of v3.2.1; what is new stands where v4.0.1 has it."""

    schema: str = "pcicloud.crosswalk_table/1"
    rows: tuple[Crossing, ...]


def crosswalk(catalogue: Catalog, id_: str) -> Crossed:
    """Every row that names the id, in either version. Raises UsageError where neither version has it."""
    rows = catalogue.crosswalk
    from_old = tuple(_crossing(catalogue, row) for row in rows if id_ in row.old)
    to_new = tuple(_crossing(catalogue, row) for row in rows if id_ in row.new)
    if not from_old and not to_new:
        near = sorted({old for row in rows for old in row.old if old.startswith(id_ + ".")})[:5]
        raise UsageError(
            f"the crosswalk has no requirement {id_}, neither of v3.2.1 nor of v4.0.1",
            hint=f"perhaps {', '.join(near)}?" if near else "see `pcicloud controls crosswalk` for all of it",
        )
    return Crossed(id=id_, from_old=from_old, to_new=to_new)


def whole(catalogue: Catalog) -> CrosswalkTable:
    """Every row."""
    return CrosswalkTable(rows=tuple(_crossing(catalogue, row) for row in catalogue.crosswalk))


def _crossing(catalogue: Catalog, row: CrosswalkRow) -> Crossing:
    targets = tuple(Target(id=id_, title=catalogue.requirement(id_).title) for id_ in row.new)
    return Crossing(old=row.old, new=targets, change=row.change, source=row.source)
