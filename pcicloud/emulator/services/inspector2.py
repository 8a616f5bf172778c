"""Inspector: its status before it was ever enabled, and coverage, which is empty: there is no host to scan."""

from __future__ import annotations

from pcicloud.emulator.request import Operation, Request
from pcicloud.emulator.stored import Json, moto_backend

SERVICE = "inspector2"

RESOURCE_TYPES = ("ec2", "ecr", "lambda", "lambdaCode", "codeRepository")


def _status(request: Request) -> Json:
    asked = request.parameters.get("accountIds") or [request.account_id]
    known = {one["accountId"]: one for one in moto_backend(request, SERVICE).batch_get_account_status(asked)}
    return {"accounts": [known.get(account_id) or _disabled(account_id) for account_id in asked], "failedAccounts": []}


def _disabled(account_id: str) -> Json:
    off = {"status": "DISABLED", "errorCode": "ALREADY_DISABLED", "errorMessage": ""}
    return {"accountId": account_id, "state": off, "resourceState": dict.fromkeys(RESOURCE_TYPES, off)}


OPERATIONS: dict[str, Operation] = {
    "BatchGetAccountStatus": _status,
    "ListCoverage": lambda _request: {"coveredResources": []},
    "ListCoverageStatistics": lambda _request: {"totalCounts": 0, "countsByGroup": []},
    "ListFindingAggregations": lambda request: {
        "aggregationType": request.parameters["aggregationType"],
        "responses": [],
    },
}
