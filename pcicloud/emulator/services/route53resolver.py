"""Route 53 Resolver: the DNS firewall, and the end of query logging."""

from __future__ import annotations

from pcicloud.emulator.errors import ServiceError
from pcicloud.emulator.request import Operation, Request
from pcicloud.emulator.stored import Json, found, moto_backend, new_id, now, stored

SERVICE = "route53resolver"
MISSING_STATUS = 400


def _times() -> Json:
    text = now().isoformat()
    return {"CreationTime": text, "ModificationTime": text}


def _keep(request: Request, kind: str, prefix: str, path: str, document: Json) -> Json:
    identifier = new_id(prefix)
    kept = {"Id": identifier, "Arn": request.arn("route53resolver", f"{path}/{identifier}"), "Status": "COMPLETE"}
    stored(request, kind)[identifier] = kept | document | _times()
    _tags(request)[kept["Arn"]] = {tag["Key"]: tag["Value"] for tag in request.parameters.get("Tags") or ()}
    return stored(request, kind)[identifier]


def _tags(request: Request) -> dict[str, Json]:
    return stored(request, "tags")


def _get(request: Request, kind: str, field: str) -> Json:
    return found(request, kind, request.parameters[field], status=MISSING_STATUS)


def _create_list(request: Request) -> Json:
    asked = request.parameters
    kept = {"Name": asked["Name"], "DomainCount": 0, "CreatorRequestId": asked["CreatorRequestId"], "domains": []}
    return {"FirewallDomainList": _keep(request, "lists", "rslvr-fdl-", "firewall-domain-list", kept)}


def _update_domains(request: Request) -> Json:
    kept = _get(request, "lists", "FirewallDomainListId")
    asked = [_dotted(domain) for domain in request.parameters["Domains"]]
    match request.parameters["Operation"]:
        case "REPLACE":
            kept["domains"] = asked
        case "ADD":
            kept["domains"] = sorted({*kept["domains"], *asked})
        case "REMOVE":
            kept["domains"] = [domain for domain in kept["domains"] if domain not in asked]
    kept["DomainCount"] = len(kept["domains"])
    return {"Id": kept["Id"], "Name": kept["Name"], "Status": "COMPLETE", "StatusMessage": "Finished"}


def _dotted(domain: str) -> str:
    return domain if domain.endswith(".") else domain + "."


def _delete_list(request: Request) -> Json:
    kept = _get(request, "lists", "FirewallDomainListId")
    if any(rule["FirewallDomainListId"] == kept["Id"] for rules in stored(request, "rules").values() for rule in rules):
        raise ServiceError("ConflictException", "The domain list is used by a rule.")
    return {"FirewallDomainList": stored(request, "lists").pop(kept["Id"])}


def _create_group(request: Request) -> Json:
    asked = request.parameters
    kept = {
        "Name": asked["Name"],
        "RuleCount": 0,
        "OwnerId": request.account_id,
        "CreatorRequestId": asked["CreatorRequestId"],
        "ShareStatus": "NOT_SHARED",
    }
    group = _keep(request, "groups", "rslvr-frg-", "firewall-rule-group", kept)
    stored(request, "rules")[group["Id"]] = []
    return {"FirewallRuleGroup": group}


def _delete_group(request: Request) -> Json:
    kept = _get(request, "groups", "FirewallRuleGroupId")
    if stored(request, "rules")[kept["Id"]]:
        raise ServiceError("ConflictException", "The rule group has rules.")
    del stored(request, "rules")[kept["Id"]]
    return {"FirewallRuleGroup": stored(request, "groups").pop(kept["Id"])}


def _rules(request: Request) -> list[Json]:
    group = _get(request, "groups", "FirewallRuleGroupId")
    rules: list[Json] = stored(request, "rules")[group["Id"]]
    return rules


def _create_rule(request: Request) -> Json:
    rules, asked = _rules(request), dict(request.parameters)
    found(request, "lists", asked["FirewallDomainListId"], status=MISSING_STATUS)
    if any(rule["Priority"] == asked["Priority"] for rule in rules):
        raise ServiceError("ConflictException", "Two rules can't have one priority.")
    rule = asked | _times()
    rules.append(rule)
    stored(request, "groups")[asked["FirewallRuleGroupId"]]["RuleCount"] = len(rules)
    return {"FirewallRule": rule}


def _rule(request: Request) -> Json:
    wanted = request.parameters["FirewallDomainListId"]
    for rule in _rules(request):
        if rule["FirewallDomainListId"] == wanted:
            return rule
    raise ServiceError("ResourceNotFoundException", "There is no such rule.")


def _update_rule(request: Request) -> Json:
    rule = _rule(request)
    rule |= request.parameters | {"ModificationTime": now().isoformat()}
    return {"FirewallRule": rule}


def _delete_rule(request: Request) -> Json:
    rule, rules = _rule(request), _rules(request)
    rules.remove(rule)
    stored(request, "groups")[rule["FirewallRuleGroupId"]]["RuleCount"] = len(rules)
    return {"FirewallRule": rule}


def _associate(request: Request) -> Json:
    asked = request.parameters
    _get(request, "groups", "FirewallRuleGroupId")
    kept = {
        "FirewallRuleGroupId": asked["FirewallRuleGroupId"],
        "VpcId": asked["VpcId"],
        "Name": asked["Name"],
        "Priority": asked["Priority"],
        "MutationProtection": asked.get("MutationProtection") or "DISABLED",
        "CreatorRequestId": asked["CreatorRequestId"],
    }
    made = _keep(request, "associations", "rslvr-frgassoc-", "firewall-rule-group-association", kept)
    return {"FirewallRuleGroupAssociation": made}


def _update_association(request: Request) -> Json:
    kept = _get(request, "associations", "FirewallRuleGroupAssociationId")
    given = {
        name: request.parameters[name]
        for name in ("Name", "Priority", "MutationProtection")
        if name in request.parameters
    }
    kept |= given
    return {"FirewallRuleGroupAssociation": kept}


def _disassociate(request: Request) -> Json:
    kept = _get(request, "associations", "FirewallRuleGroupAssociationId")
    if kept["MutationProtection"] == "ENABLED":
        raise ServiceError("ConflictException", "The association is protected against mutation.")
    return {"FirewallRuleGroupAssociation": stored(request, "associations").pop(kept["Id"])}


def _list_associations(request: Request) -> Json:
    asked = {name: request.parameters[name] for name in ("VpcId", "FirewallRuleGroupId") if name in request.parameters}
    kept = stored(request, "associations").values()
    listed = [one for one in kept if all(one[name] == value for name, value in asked.items())]
    return {"FirewallRuleGroupAssociations": listed}


def _firewall_config(request: Request) -> Json:
    return {
        "Id": "rslvr-fc-" + request.parameters["ResourceId"][-17:],
        "ResourceId": request.parameters["ResourceId"],
        "OwnerId": request.account_id,
        "FirewallFailOpen": stored(request, "fail_open").get(request.parameters["ResourceId"], "DISABLED"),
    }


def _update_firewall_config(request: Request) -> Json:
    stored(request, "fail_open")[request.parameters["ResourceId"]] = request.parameters["FirewallFailOpen"]
    return {"FirewallConfig": _firewall_config(request)}


def _delete_query_log(request: Request) -> Json:
    backend, identifier = moto_backend(request, SERVICE), request.parameters["ResolverQueryLogConfigId"]
    if identifier not in backend.resolver_query_log_configs:
        raise ServiceError("ResourceNotFoundException", f"Resolver query log config '{identifier}' does not exist")
    kept = backend.resolver_query_log_configs[identifier]
    if kept.association_count:
        raise ServiceError("InvalidRequestException", "The query log config is associated with a VPC.")
    del backend.resolver_query_log_configs[identifier]
    return {"ResolverQueryLogConfig": kept.description()}


def _disassociate_query_log(request: Request) -> Json:
    backend, asked = moto_backend(request, SERVICE), request.parameters
    for identifier, kept in list(backend.resolver_query_log_config_associations.items()):
        wanted = (asked["ResolverQueryLogConfigId"], asked["ResourceId"])
        if (kept.resolver_query_log_config_id, kept.resource_id) == wanted:
            del backend.resolver_query_log_config_associations[identifier]
            backend.resolver_query_log_configs[wanted[0]].association_count -= 1
            return {"ResolverQueryLogConfigAssociation": kept.description()}
    raise ServiceError("ResourceNotFoundException", "There is no such association.")


def _list_tags(request: Request) -> Json:
    arn = request.parameters["ResourceArn"]
    if arn in _tags(request):
        return {"Tags": [{"Key": key, "Value": value} for key, value in _tags(request)[arn].items()]}
    return {"Tags": moto_backend(request, SERVICE).tagger.list_tags_for_resource(arn)["Tags"]}


OPERATIONS: dict[str, Operation] = {
    "CreateFirewallDomainList": _create_list,
    "GetFirewallDomainList": lambda request: {"FirewallDomainList": _get(request, "lists", "FirewallDomainListId")},
    "ListFirewallDomainLists": lambda request: {"FirewallDomainLists": list(stored(request, "lists").values())},
    "ListFirewallDomains": lambda request: {"Domains": _get(request, "lists", "FirewallDomainListId")["domains"]},
    "UpdateFirewallDomains": _update_domains,
    "DeleteFirewallDomainList": _delete_list,
    "CreateFirewallRuleGroup": _create_group,
    "GetFirewallRuleGroup": lambda request: {"FirewallRuleGroup": _get(request, "groups", "FirewallRuleGroupId")},
    "ListFirewallRuleGroups": lambda request: {"FirewallRuleGroups": list(stored(request, "groups").values())},
    "DeleteFirewallRuleGroup": _delete_group,
    "CreateFirewallRule": _create_rule,
    "ListFirewallRules": lambda request: {"FirewallRules": _rules(request)},
    "UpdateFirewallRule": _update_rule,
    "DeleteFirewallRule": _delete_rule,
    "AssociateFirewallRuleGroup": _associate,
    "GetFirewallRuleGroupAssociation": lambda request: {
        "FirewallRuleGroupAssociation": _get(request, "associations", "FirewallRuleGroupAssociationId")
    },
    "UpdateFirewallRuleGroupAssociation": _update_association,
    "DisassociateFirewallRuleGroup": _disassociate,
    "ListFirewallRuleGroupAssociations": _list_associations,
    "GetFirewallConfig": lambda request: {"FirewallConfig": _firewall_config(request)},
    "UpdateFirewallConfig": _update_firewall_config,
    "DeleteResolverQueryLogConfig": _delete_query_log,
    "DisassociateResolverQueryLogConfig": _disassociate_query_log,
    "ListTagsForResource": _list_tags,
}
