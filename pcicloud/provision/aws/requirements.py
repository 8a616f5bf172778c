"""Which requirements a resource, or one property of it, serves: `Metadata.pcicloud.requirements` of the template."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pcicloud.model.outcome import Json

THERE = "."


def declared(resource: Json) -> dict[str, tuple[str, ...]]:
    """Property path → requirement ids of a template's resource; `.` is the resource's being there."""
    about = ((resource.get("Metadata") or {}).get("pcicloud") or {}).get("requirements") or {}
    return {str(path): tuple(str(id_) for id_ in ids) for path, ids in about.items()}


def touched(declared: Mapping[str, tuple[str, ...]], path: str) -> tuple[str, ...]:
    """The requirements that a property serves: those of the longest declared path that is a prefix of its own.

    Positions in lists don't count. A change that is wider than the declared paths (a whole block was removed) touches
    all of those below it. A property of which nothing is declared serves none: being there is not about its value.
    """
    steps = _steps(path)
    known = {_steps(declared_path): ids for declared_path, ids in declared.items() if declared_path != THERE}
    above = [declared_path for declared_path in known if steps[: len(declared_path)] == declared_path]
    if above:
        return ordered(known[max(above, key=len)])
    below = [ids for declared_path, ids in known.items() if steps and declared_path[: len(steps)] == steps]
    return ordered(id_ for ids in below for id_ in ids)


def everything(declared: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """All requirements that a resource serves: what is touched where it is made or gone."""
    return ordered(id_ for ids in declared.values() for id_ in ids)


def ordered(ids: Iterable[str]) -> tuple[str, ...]:
    """Requirement ids once each, in the standard's order (8.10 after 8.2)."""
    return tuple(sorted(set(ids), key=lambda id_: [(not part.isdigit(), part.zfill(4)) for part in id_.split(".")]))


def _steps(path: str) -> tuple[str, ...]:
    return tuple(step for step in path.replace("/", ".").split(".") if step and not step.isdigit())
