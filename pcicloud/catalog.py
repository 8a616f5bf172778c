"""Reads the catalogue: 280 requirements, one file each, compiled once and cached by content."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec

from pcicloud import __version__, resources, strict_yaml
from pcicloud.errors import DefinitionError, UsageError
from pcicloud.model.assessment import Text
from pcicloud.model.requirement import Requirement

STANDARD = "PCI DSS v4.0.1"
FOLDER = "pci_dss_4_0_1"
COUNT = 280
T = TypeVar("T")
PIECE = re.compile(r"(\d+)")


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A principal requirement (`8`), an appendix (`A1`) or a section (`8.3`), with its title in own words."""

    id: str
    title: Text


class Catalog(msgspec.Struct, frozen=True, kw_only=True):
    """All requirements in the standard's order, and the SHA-256 of the files that they were compiled from."""

    digest: str
    requirements: tuple[Requirement, ...]
    sections: tuple[Section, ...]

    def requirement(self, id_: str) -> Requirement:
        """The requirement with this id. Raises UsageError where the standard has none."""
        for requirement in self.requirements:
            if requirement.id == id_:
                return requirement
        near = [r.id for r in self.requirements if r.id.startswith(id_ + ".") or r.section == id_][:5]
        hint = f"perhaps {', '.join(near)}?" if near else "see `pcicloud controls list`"
        raise UsageError(f"PCI DSS v4.0.1 has no requirement {id_}", hint=hint)

    def section(self, id_: str) -> Section:
        return next(section for section in self.sections if section.id == id_)


def chapter(id_: str) -> str:
    """The principal requirement or appendix of an id: `8` of 8.3.6, `A3` of A3.2.1."""
    return id_.split(".")[0]


def order(id_: str) -> tuple[int, tuple[int, ...]]:
    """A sort key that puts ids in the standard's order: 8.2 before 8.10, the appendices last."""
    return (int(id_.startswith("A")), tuple(int(piece) for piece in PIECE.findall(id_)))


@cache
def load(folder: Path | None = None) -> Catalog:
    """The catalogue of `controls/`. Raises DefinitionError with file and line for the first wrong file."""
    place = folder or resources.folder("controls")
    paths = sorted((place / FOLDER).glob("*.yaml"))
    texts = [(path, _bytes(path)) for path in [*paths, place / "sections.yaml"]]
    digest = _digest(place, texts)
    found = _cached(digest) or _compile(digest, texts)
    if folder is None and len(found.requirements) != COUNT:
        raise DefinitionError(
            f"{place / FOLDER}: there are {len(found.requirements)} requirements, {STANDARD} has {COUNT}",
            hint="a requirement that is absent would be judged by nobody: bring its file back",
        )
    return found


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DefinitionError(f"{path}: it can't be read: {error.strerror or error}") from error


def _digest(place: Path, texts: list[tuple[Path, bytes]]) -> str:
    whole = hashlib.sha256()
    for path, text in texts:
        whole.update(f"{path.relative_to(place)}\0{len(text)}\0".encode() + text)
    return whole.hexdigest()


def _compile(digest: str, texts: list[tuple[Path, bytes]]) -> Catalog:
    *files, (sections_path, sections_text) = texts
    sections = _parsed(sections_path, sections_text, tuple[Section, ...])
    known = {section.id for section in sections}
    requirements: dict[str, Requirement] = {}
    for path, text in files:
        requirement = _parsed(path, text, Requirement)
        if requirement.id in requirements:
            raise DefinitionError(f"{path}:1: the id {requirement.id} is taken by another file")
        if path.stem != requirement.id:
            raise DefinitionError(f"{path}:1: the file is called {path.stem} but its id is {requirement.id}")
        if requirement.section not in known:
            line = strict_yaml.line_of(text.decode(), "$.section", name=str(path))
            raise DefinitionError(f"{path}:{line}: section: {sections_path.name} has no section {requirement.section}")
        requirements[requirement.id] = requirement
    catalog = Catalog(
        digest=digest,
        requirements=tuple(sorted(requirements.values(), key=lambda r: order(r.id))),
        sections=sections,
    )
    _keep(catalog)
    return catalog


def _parsed(path: Path, text: bytes, into: type[T]) -> T:
    return strict_yaml.parse(strict_yaml.decoded(text, name=str(path)), into, name=str(path))


def _cache_file(digest: str) -> Path:
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return home / "pcicloud" / f"catalog-{__version__}-{digest}.msgpack"


def _cached(digest: str) -> Catalog | None:
    try:
        return msgspec.msgpack.decode(_cache_file(digest).read_bytes(), type=Catalog)
    except (OSError, msgspec.MsgspecError):
        return None


def _keep(catalog: Catalog) -> None:
    """Write the compiled catalogue beside the user's other caches; without one it is compiled each time."""
    path = _cache_file(catalog.digest)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(msgspec.msgpack.encode(catalog))
        Path(file.name).replace(path)
    except OSError:
        return
