"""A stack's parameters: their types, defaults and constraints."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pcicloud.emulator.cloudformation.template import validation_error

MASK = "****"
SSM_TYPE = re.compile(r"^AWS::SSM::Parameter::Value<(.+)>$")


def parameter_values(template: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, str]:
    """Return the text of every declared parameter. Raises ServiceError on an unknown, missing or wrong one."""
    declared = template.get("Parameters") or {}
    if unknown := set(given) - set(declared):
        raise validation_error(f"Parameters: [{', '.join(sorted(unknown))}] do not exist in the template")
    missing = [name for name, about in declared.items() if name not in given and "Default" not in about]
    if missing:
        raise validation_error(f"Parameters: [{', '.join(missing)}] must have values")
    values = {name: str(given.get(name, _text(about.get("Default", "")))) for name, about in declared.items()}
    for name, about in declared.items():
        _check(name, values[name], about)
    return values


def typed_value(about: Mapping[str, Any], text: str) -> Any:
    """Return what `Ref` gives for the parameter: text, or a list for the list types."""
    kind = str(about.get("Type", "String"))
    if kind == "CommaDelimitedList" or kind.startswith("List<"):
        return [part.strip() for part in text.split(",")] if text else []
    return text


def ssm_inner_type(about: Mapping[str, Any]) -> str | None:
    """Return the inner type of a parameter whose value is the name of an SSM parameter, else None."""
    found = SSM_TYPE.match(str(about.get("Type", "")))
    return found.group(1) if found else None


def shown_values(template: Mapping[str, Any], values: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the parameters as DescribeStacks shows them: NoEcho ones are masked."""
    declared = template.get("Parameters") or {}
    return [
        {"ParameterKey": name, "ParameterValue": MASK if is_secret(declared.get(name, {})) else value}
        for name, value in sorted(values.items())
    ]


def is_secret(about: Mapping[str, Any]) -> bool:
    """Return whether the parameter is NoEcho."""
    return str(about.get("NoEcho", "false")).lower() == "true"


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _check(name: str, value: str, about: Mapping[str, Any]) -> None:
    elements = typed_value(about, value) if isinstance(typed_value(about, value), list) else [value]
    allowed = [_text(choice) for choice in about.get("AllowedValues", ())]
    reason = str(about.get("ConstraintDescription", ""))
    for element in elements:
        wrong = _first_wrong(element, about, allowed)
        if wrong:
            raise validation_error(f"Parameter '{name}' {'must satisfy: ' + reason if reason else wrong}")


def _first_wrong(value: str, about: Mapping[str, Any], allowed: list[str]) -> str | None:
    if allowed and value not in allowed:
        return f"must be one of AllowedValues: [{', '.join(allowed)}]"
    pattern = about.get("AllowedPattern")
    if pattern and not re.fullmatch(str(pattern), value):
        return f"must match pattern {pattern}"
    if len(value) < int(about.get("MinLength", 0)) or len(value) > int(about.get("MaxLength", len(value))):
        return "must contain an allowed number of characters"
    if about.get("Type") in ("Number", "List<Number>"):
        return _wrong_number(value, about)
    return None


def _wrong_number(value: str, about: Mapping[str, Any]) -> str | None:
    try:
        number = float(value)
    except ValueError:
        return "must be a number"
    if number < float(about.get("MinValue", number)) or number > float(about.get("MaxValue", number)):
        return "must be a number within MinValue and MaxValue"
    return None
