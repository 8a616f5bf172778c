"""Every error that a user can cause, each with its exit code and the next thing to do.

Exit codes: 0 nothing failed and all was seen; 1 a check failed; 2 usage or a definition is wrong;
3 something could not be seen; 4 an outside thing (AWS, Ansible, the disk) failed.
"""

from __future__ import annotations

from typing import ClassVar, Literal


class PcicloudError(Exception):
    """What is wrong, in one sentence that is safe to print, and a hint that names the next step."""

    exit_code: ClassVar[int] = 2

    def __init__(self, what: str, *, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


class UsageError(PcicloudError):
    """The command cannot be carried out as it was given."""


class DefinitionError(PcicloudError):
    """A file that a person wrote (a control, a template, environment.yaml) is wrong: `path:line: what`."""


class StoreError(PcicloudError):
    """The evidence store or a bundle is damaged, newer than this version, or in use by another run."""


class EvidenceMissing(PcicloudError):
    """There is no evidence to judge."""

    exit_code = 3


class OutsideError(PcicloudError):
    """AWS, a host, the disk or another thing outside of pcicloud failed."""

    exit_code = 4


Why = Literal["denied", "unsupported", "throttled", "unreachable", "failed", "cut_off"]


class NotSeen(Exception):
    """A collector could not see a thing: the engine turns it into a gap with this reason, never into a pass."""

    def __init__(self, why: Why, reason: str) -> None:
        super().__init__(reason)
        self.why = why
        self.reason = reason
