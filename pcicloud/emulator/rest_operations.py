"""Which operation a REST call means, from botocore's own model of the service."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

from pcicloud.emulator.service_models import service_model

PLACEHOLDER = re.compile(r"\{([^}+]+)(\+?)\}")


@dataclass(frozen=True, kw_only=True)
class Route:
    """One operation's method, path pattern and the query fields that it needs."""

    operation: str
    method: str
    path: re.Pattern[str]
    query: frozenset[tuple[str, str | None]]
    literal_length: int


def rest_operation(service: str, *, method: str, path: str, query: str) -> str | None:
    """Return the operation's name, or None if the model knows none (or botocore knows no such service)."""
    fields = dict(parse_qsl(query, keep_blank_values=True))
    if service == "s3" and not path.strip("/") and method == "GET" and "x-id" not in fields:
        return "ListBuckets"
    for route in _routes(service):
        if route.method == method and route.path.match(path) and _has(fields, route.query):
            return route.operation
    return None


def _has(fields: dict[str, str], wanted: frozenset[tuple[str, str | None]]) -> bool:
    return all(name in fields and value in (None, fields[name]) for name, value in wanted)


def path_fields(pattern: str, path: str) -> dict[str, str]:
    """Return the fields (still percent-encoded) that a request path holds, by the model's path pattern."""
    names = [found.group(1) for found in PLACEHOLDER.finditer(pattern)]
    found = re.match("^" + _pattern(pattern) + "/?$", path)
    return dict(zip(names, found.groups(), strict=True)) if found else {}


@cache
def _routes(service: str) -> tuple[Route, ...]:
    model = service_model(service)
    if model is None:
        return ()
    routes = [_route(model.operation_model(name)) for name in model.operation_names]
    # The most exact first: more named query fields, then more literal text, then the longer pattern.
    return tuple(sorted(routes, key=lambda route: (-len(route.query), -route.literal_length, -len(route.path.pattern))))


def _route(operation: Any) -> Route:
    http = operation.http
    path, _, query = http.get("requestUri", "/").partition("?")
    return Route(
        operation=operation.name,
        method=http.get("method", "POST"),
        path=re.compile("^" + _pattern(path) + "/?$"),
        query=frozenset(_constants(query) | _required(operation)),
        literal_length=len(PLACEHOLDER.sub("", path)),
    )


def _pattern(path: str) -> str:
    text, last = "", 0
    for found in PLACEHOLDER.finditer(path):
        text += re.escape(path[last : found.start()]) + ("(.+)" if found.group(2) else "([^/]+)")
        last = found.end()
    return text + re.escape(path[last:].rstrip("/") if last else path.rstrip("/"))


def _constants(query: str) -> set[tuple[str, str | None]]:
    # `x-id` only repeats the operation's name, and not every client sends it.
    pairs = (part.partition("=") for part in query.split("&") if part and not part.startswith("x-id="))
    return {(name, value or None) for name, _, value in pairs}


def _required(operation: Any) -> set[tuple[str, str | None]]:
    shape = operation.input_shape
    if shape is None:
        return set()
    members = (shape.members[name] for name in shape.required_members)
    return {(m.serialization["name"], None) for m in members if m.serialization.get("location") == "querystring"}
