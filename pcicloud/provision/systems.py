"""The operating systems that the playbooks set, each a file of `templates/systems/`."""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec

from pcicloud import strict_yaml
from pcicloud.errors import DefinitionError
from pcicloud.resources import folder


class Archive(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where packages come from, with apt(8)'s words: `http://<site>/<path>`, its suites and their components."""

    site: str
    path: str
    suites: tuple[str, ...]
    components: tuple[str, ...]


class Keyring(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A package with the keys of a distribution, and which of its files they are in."""

    url: str
    sha256: str
    file: str


class System(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An operating system: how os-release(5) calls it, and what differs from one to the next.

    `vendor_sources`: the list of archives that an image of the vendor's begins with. `suricata_suite`: the suite that
    has intrusion detection, where the archives have none. `log_account`: who rsyslogd is after its start.
    """

    title: str
    id: str
    version: str
    codename: str
    archives: tuple[Archive, ...]
    vendor_sources: str
    suricata_suite: str | None = None
    postgresql: str
    log_account: Literal["root", "syslog"]
    kernel: str
    keyring: Keyring | None = None

    @property
    def sites(self) -> tuple[str, ...]:
        """The hosts that its packages come from."""
        return tuple(dict.fromkeys(one.site for one in self.archives))


@cache
def systems() -> dict[str, System]:
    """Every system by the name of its file. Raises DefinitionError where a file is wrong."""
    files = sorted((folder("templates") / "systems").glob("*.yaml"))
    return {file.stem: strict_yaml.load(file, System) for file in files}


def named(name: str) -> System:
    """One system. Raises DefinitionError where there is none of this name."""
    if name not in systems():
        known = ", ".join(systems())
        raise DefinitionError(f"there is no system {name}", hint=f"environment.yaml: private.system is one of: {known}")
    return systems()[name]
