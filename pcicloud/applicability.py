"""Which requirements ask nothing of an environment, and why; only what the environment declares decides."""

from __future__ import annotations

from datetime import UTC, datetime

from pcicloud.model.assessment import Text
from pcicloud.model.environment import Environment
from pcicloud.model.requirement import Requirement

SUPERSEDED_SINCE = datetime(2025, 3, 31, tzinfo=UTC)


def excluded(requirement: Requirement, environment: Environment) -> Text | None:
    """Why the requirement does not apply here, or None where it does (PCI DSS v4.0.1, applicability notes)."""
    if requirement.superseded_by and environment.as_of >= SUPERSEDED_SINCE:
        by = requirement.superseded_by
        return Text(en=f"superseded by {by} since 31 March 2025", ja=f"2025 年 3 月 31 日以降は {by} に置き換え")
    match requirement.audience:
        case "all":
            return None
        case "service_providers":
            if environment.entity == "service_provider":
                return None
            return Text(en="asked of service providers only", ja="サービスプロバイダのみが対象")
        case "issuers":
            if "issuer" in environment.traits:
                return None
            return Text(en="asked of issuers only", ja="イシュアのみが対象")
        case "multi_tenant_service_providers":
            if "multi_tenant" in environment.traits:
                return None
            return Text(
                en="asked of multi-tenant service providers only", ja="マルチテナントサービスプロバイダのみが対象"
            )
        case "designated_entities":
            if "designated" in environment.traits:
                return None
            return Text(
                en="asked of designated entities only", ja="ブランドまたはアクワイアラが指定した事業体のみが対象"
            )
