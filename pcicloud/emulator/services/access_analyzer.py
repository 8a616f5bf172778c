"""IAM Access Analyzer: analyzers. It analyses nothing, so its lists of findings are empty."""

from __future__ import annotations

from pcicloud.emulator.request import Operation, Request
from pcicloud.emulator.stored import Json, found, now, refuse_double, stored

SERVICE = "accessanalyzer"


def _create(request: Request) -> Json:
    asked = request.parameters
    name = asked["analyzerName"]
    refuse_double(request, "analyzers", name)
    arn = request.arn("access-analyzer", f"analyzer/{name}")
    stored(request, "analyzers")[name] = {
        "arn": arn,
        "name": name,
        "type": asked["type"],
        "createdAt": now(),
        "tags": asked.get("tags") or {},
        "status": "ACTIVE",
        "configuration": asked.get("configuration"),
    }
    stored(request, "rules")[name] = {rule["ruleName"]: rule for rule in asked.get("archiveRules") or ()}
    return {"arn": arn}


def _get(request: Request) -> Json:
    return {"analyzer": found(request, "analyzers", request.parameters["analyzerName"])}


def _list(request: Request) -> Json:
    kind = request.parameters.get("type")
    return {"analyzers": [one for one in stored(request, "analyzers").values() if kind in (None, one["type"])]}


def _update(request: Request) -> Json:
    analyzer = found(request, "analyzers", request.parameters["analyzerName"])
    analyzer["configuration"] = request.parameters.get("configuration")
    return {"configuration": analyzer["configuration"]}


def _delete(request: Request) -> Json:
    name = request.parameters["analyzerName"]
    found(request, "analyzers", name)
    del stored(request, "analyzers")[name]
    return {}


def _no_findings(request: Request) -> Json:
    arn = request.parameters["analyzerArn"]
    found(request, "analyzers", arn.rpartition("/")[2])
    return {"findings": []}


def _list_rules(request: Request) -> Json:
    rules = found(request, "rules", request.parameters["analyzerName"])
    kept = [{"createdAt": now(), "updatedAt": now(), **rule} for rule in rules.values()]
    return {"archiveRules": kept}


def _tagged(request: Request) -> Json:
    analyzer: Json = found(request, "analyzers", request.parameters["resourceArn"].rpartition("/")[2])
    return analyzer


def _tag(request: Request) -> Json:
    _tagged(request)["tags"] |= request.parameters["tags"]
    return {}


def _untag(request: Request) -> Json:
    for key in request.parameters["tagKeys"]:
        _tagged(request)["tags"].pop(key, None)
    return {}


OPERATIONS: dict[str, Operation] = {
    "CreateAnalyzer": _create,
    "GetAnalyzer": _get,
    "ListAnalyzers": _list,
    "UpdateAnalyzer": _update,
    "DeleteAnalyzer": _delete,
    "ListFindings": _no_findings,
    "ListFindingsV2": _no_findings,
    "ListArchiveRules": _list_rules,
    "ListTagsForResource": lambda request: {"tags": _tagged(request)["tags"]},
    "TagResource": _tag,
    "UntagResource": _untag,
}
