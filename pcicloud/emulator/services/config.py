"""AWS Config: compliance as a new account answers it. The emulator evaluates no rule, so nothing is compliant."""

from __future__ import annotations

from pcicloud.emulator.errors import ServiceError
from pcicloud.emulator.request import Operation, Request
from pcicloud.emulator.stored import Json, moto_backend

SERVICE = "config"


def _rules(request: Request, asked: list[str] | None) -> list[str]:
    known = list(moto_backend(request, "config").config_rules)
    if unknown := [name for name in asked or () if name not in known]:
        raise ServiceError(
            "NoSuchConfigRuleException", f"The ConfigRule '{unknown[0]}' provided in the request is invalid."
        )
    return asked or known


def _compliance(request: Request) -> Json:
    compliance = {"ComplianceType": "INSUFFICIENT_DATA"}
    names = _rules(request, request.parameters.get("ConfigRuleNames"))
    return {"ComplianceByConfigRules": [{"ConfigRuleName": name, "Compliance": compliance} for name in names]}


def _details(request: Request) -> Json:
    _rules(request, [request.parameters["ConfigRuleName"]])
    return {"EvaluationResults": []}


def _status(request: Request) -> Json:
    names = _rules(request, request.parameters.get("ConfigRuleNames"))
    return {
        "ConfigRulesEvaluationStatus": [{"ConfigRuleName": name, "FirstEvaluationStarted": False} for name in names]
    }


OPERATIONS: dict[str, Operation] = {
    "DescribeComplianceByConfigRule": _compliance,
    "GetComplianceDetailsByConfigRule": _details,
    "DescribeConfigRuleEvaluationStatus": _status,
    "DescribeConformancePacks": lambda _request: {"ConformancePackDetails": []},
}
