"""Ties the catalogue to the units that it names: every check, collector, parameter and testing procedure must exist."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_type_hints

import msgspec

from pcicloud import discover, resources
from pcicloud.catalog import FOLDER
from pcicloud.checking import Check
from pcicloud.collecting import Collector
from pcicloud.errors import DefinitionError
from pcicloud.model.requirement import CheckUse, CollectorUse, Param, Requirement
from pcicloud.model.sighting import Target


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One check with one set of parameters, and every requirement that uses it so."""

    key: bytes
    check: Check
    params: dict[str, Param]
    requirements: tuple[str, ...]


def jobs(requirements: tuple[Requirement, ...]) -> tuple[Job, ...]:
    """Each different (check, params) of the requirements once. Raises DefinitionError for a use that fits nothing."""
    found: dict[bytes, Job] = {}
    for requirement in requirements:
        for use in requirement.checks:
            key = key_of(use)
            before = found[key].requirements if key in found else ()
            check = _check(requirement, use)
            found[key] = Job(key=key, check=check, params=use.params, requirements=(*before, requirement.id))
    return tuple(found[key] for key in sorted(found))


def key_of(use: CheckUse) -> bytes:
    """What makes two uses of a check the same: its id and its params."""
    return use.uses.encode() + b" " + msgspec.json.encode(use.params, order="sorted")


def collectors(jobs: tuple[Job, ...], requirements: tuple[Requirement, ...]) -> tuple[Collector, ...]:
    """Every collector that the jobs read, and those that the requirements want without a check; each once."""
    wanted = {name for job in jobs for name in (job.check.evidence, *job.check.beside)}
    wanted |= {use.uses for requirement in requirements for use in requirement.collectors}
    return tuple(discover.unit("collectors", name) for name in sorted(wanted))


def looks_at(where: str, target: Target) -> bool:
    """Whether a collector that looks at `where` (global, regional, host) has something to see at the target."""
    if target.family == "host":
        return where == "host"
    return where != "host" and (where == "global") == (target.part == "global")


def serves(requirements: tuple[Requirement, ...]) -> dict[str, tuple[str, ...]]:
    """For each collector id the testing procedures that its evidence serves, sorted as in the catalogue."""
    found: dict[str, dict[str, None]] = {}
    for requirement in requirements:
        for names, use in _readings(requirement):
            for name in names:
                found.setdefault(name, {}).update(dict.fromkeys(use.answers))
    return {name: tuple(procedures) for name, procedures in found.items()}


def _readings(requirement: Requirement) -> Iterator[tuple[tuple[str, ...], CheckUse | CollectorUse]]:
    for use in requirement.checks:
        check = _check(requirement, use)
        yield (check.evidence, *check.beside), use
    for wanted in requirement.collectors:
        yield (wanted.uses,), wanted


def _check(requirement: Requirement, use: CheckUse) -> Check:
    try:
        check: Check = discover.unit("checks", use.uses)
    except DefinitionError as error:
        raise _wrong(requirement, use.uses, error.what) from error
    if set(use.params) != set(check.params):
        wants = ", ".join(check.params) or "no params"
        raise _wrong(requirement, use.uses, f"{use.uses} takes {wants}, not {', '.join(use.params) or 'none'}")
    _hold_to_types(requirement, use, check)
    procedures = {procedure.id for procedure in requirement.procedures}
    stray = [answer for answer in use.answers if answer not in procedures]
    if stray:
        raise _wrong(requirement, use.uses, f"{stray[0]} is no testing procedure of {requirement.id}")
    return check


def _hold_to_types(requirement: Requirement, use: CheckUse, check: Check) -> None:
    for name, kind in get_type_hints(check.function).items() if use.params else ():
        if name in use.params:
            try:
                msgspec.convert(use.params[name], kind)
            except msgspec.ValidationError as error:
                raise _wrong(requirement, use.uses, f"{use.uses}: {name}: {error}") from error


def _wrong(requirement: Requirement, uses: str, what: str) -> DefinitionError:
    path = resources.folder("controls") / FOLDER / f"{requirement.id}.yaml"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    line = next((n for n, text in enumerate(lines, 1) if f"uses: {uses}" in text), 1)
    return DefinitionError(f"{path}:{line}: {what}")
