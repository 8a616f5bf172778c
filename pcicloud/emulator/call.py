"""One AWS API call as it arrives, whatever its protocol."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import parse_qsl

from pcicloud.emulator.rest_operations import rest_operation

Protocol = Literal["query", "ec2", "json", "rest-json", "rest-xml"]

CREDENTIAL = re.compile(r"Credential=([^/,\s]+)/(\d{8})/([^/]*)/([^/]*)/aws4_request")
REST_XML_SERVICES = frozenset({"s3", "s3control", "route53", "cloudfront"})

# The name in the signature -> the name of the client in boto3, where they differ.
CLIENT_NAMES = {
    "access-analyzer": "accessanalyzer",
    "elasticfilesystem": "efs",
    "monitoring": "cloudwatch",
    "servicequotas": "service-quotas",
    "sso": "sso-admin",
    "states": "stepfunctions",
    "tagging": "resourcegroupstaggingapi",
}


@dataclass(frozen=True, kw_only=True)
class Call:
    """One request.

    `path` is still percent-encoded; header names are lower case; `service` is the name of boto3's client.
    """

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    access_key_id: str | None
    scope_date: str
    region: str
    signing_name: str
    service: str
    protocol: Protocol
    operation: str | None

    @property
    def form(self) -> dict[str, str]:
        """The fields of a query-protocol call, from the query string or the form body."""
        fields = dict(parse_qsl(self.query, keep_blank_values=True))
        if self.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            fields |= dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))
        return fields


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One answer: status, headers, body."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def read_call(*, method: str, path: str, query: str, headers: Mapping[str, str], body: bytes) -> Call:
    """Return the call, its service, region, protocol and operation worked out from the signature and the request."""
    seen: dict[str, Any] = {"method": method, "path": path, "query": query, "headers": headers, "body": body}
    found = CREDENTIAL.search(headers.get("authorization", "")) or _presigned(query)
    key, date, region, signing_name = found.groups() if found else (None, "", "", "")
    unnamed = Call(
        **seen,
        access_key_id=key,
        scope_date=date,
        region=region,
        signing_name=signing_name,
        service=signing_name,
        protocol="rest-json",
        operation=None,
    )
    return _named(unnamed, seen)


def _presigned(query: str) -> re.Match[str] | None:
    fields = dict(parse_qsl(query))
    return CREDENTIAL.search("Credential=" + fields.get("X-Amz-Credential", ""))


def _named(call: Call, seen: dict[str, Any]) -> Call:
    service = _client_name(call)
    protocol, operation = _protocol_and_operation(call, service)
    return Call(
        **seen,
        access_key_id=call.access_key_id,
        scope_date=call.scope_date,
        region=call.region or "us-east-1",
        signing_name=call.signing_name,
        service=service,
        protocol=protocol,
        operation=operation,
    )


def _client_name(call: Call) -> str:
    match call.signing_name:
        case "s3" if call.path.startswith("/v20180820/"):
            return "s3control"
        case "elasticloadbalancing":
            return "elb" if call.form.get("Version", "") < "2015" else "elbv2"
        case "ses" if call.path.startswith("/v2/"):
            return "sesv2"
        case "":
            return "sts" if call.form.get("Version") == "2011-06-15" else "s3"
        case name:
            return CLIENT_NAMES.get(name, name)


def _protocol_and_operation(call: Call, service: str) -> tuple[Protocol, str | None]:
    target = call.headers.get("x-amz-target", "")
    if target:
        return "json", target.rpartition(".")[2]
    if service not in REST_XML_SERVICES and "Action" in (form := call.form):
        return ("ec2" if service == "ec2" else "query"), form["Action"]
    protocol: Protocol = "rest-xml" if service in REST_XML_SERVICES else "rest-json"
    return protocol, rest_operation(service, method=call.method, path=call.path, query=call.query)
