"""A requirement as its file in controls/ says it."""

from __future__ import annotations

from typing import Literal

import msgspec

from pcicloud.model.assessment import Text

Audience = Literal["all", "service_providers", "issuers", "multi_tenant_service_providers", "designated_entities"]
Kind = Literal[
    "document", "interview", "observation", "configuration", "access_list", "record", "test_result", "diagram",
    "risk_analysis", "training", "agreement", "system_material",
]  # fmt: skip
Param = str | int | bool | list[str]


class CheckUse(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A check that serves the requirement: its params, and which testing procedures it answers.

    `sufficient`: where it passes it shows all that the procedures it answers ask of its family's part (the AWS
    account, the hosts). Any other pass only indicates, and a person confirms.
    """

    uses: str
    answers: tuple[str, ...]
    params: dict[str, Param] = {}
    sufficient: bool = False

    @property
    def family(self) -> str:
        """Where the check looks: `aws` or `host`."""
        return self.uses.partition(".")[0]


class CollectorUse(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Evidence that serves the requirement although no check judges it."""

    uses: str
    answers: tuple[str, ...]


class Procedure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A testing procedure: the kinds of evidence that the assessor's reporting template asks for."""

    id: str
    kinds: tuple[Kind, ...]


class Requirement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of the 280 requirements of PCI DSS v4.0.1, in own words. Ids are the standard's."""

    id: str
    section: str
    title: Text
    asks: Text
    audience: Audience
    effective: Literal["2024-03-31", "2025-03-31"]
    effective_scope: Literal["whole", "bullet"]
    customized_approach: bool
    targeted_risk_analysis: bool
    procedures: tuple[Procedure, ...]
    superseded_by: str | None = None
    milestone: int | None = None
    saqs: tuple[str, ...] = ()
    checks: tuple[CheckUse, ...] = ()
    collectors: tuple[CollectorUse, ...] = ()
