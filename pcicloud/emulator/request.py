"""One call of an operation that the emulator answers itself, and what such an operation is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pcicloud.emulator.aws_clients import AwsClients


@dataclass(frozen=True, kw_only=True)
class Request:
    """One call of an own operation: who asks, where, with what (parsed by botocore's model)."""

    account_id: str
    region: str
    access_key_id: str
    parameters: dict[str, Any]
    state: dict[str, Any]
    clients: AwsClients

    def arn(self, service: str, resource: str) -> str:
        """Return the ARN of a resource of this account and region."""
        return f"arn:aws:{service}:{self.region}:{self.account_id}:{resource}"


Operation = Callable[[Request], Mapping[str, Any]]
