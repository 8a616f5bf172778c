"""Route 53 Resolver: DNS firewall and query logging."""

from __future__ import annotations

from uuid import uuid4

from pcicloud.emulator.cloudformation.api_resource import ApiResource, api_provider
from pcicloud.emulator.cloudformation.provider import Aws, Json, Provider
from pcicloud.emulator.cloudformation.shapes import api_parameters, cfn_properties

SERVICE = "route53resolver"


def _set_domains(aws: Aws, list_id: str, old: Json, new: Json) -> None:
    if new.get("Domains") or old.get("Domains"):
        client = aws.client(SERVICE)
        client.update_firewall_domains(
            FirewallDomainListId=list_id, Operation="REPLACE", Domains=new.get("Domains") or []
        )


def _domains(aws: Aws, list_id: str) -> Json:
    domains = aws.client(SERVICE).list_firewall_domains(FirewallDomainListId=list_id)["Domains"]
    return {"Domains": [domain.removesuffix(".") for domain in domains]}


DOMAIN_LIST = ApiResource(
    type_name="AWS::Route53Resolver::FirewallDomainList",
    service=SERVICE,
    create="create_firewall_domain_list",
    physical_id="FirewallDomainList.Id",
    named="Name",
    read="get_firewall_domain_list",
    found_at="FirewallDomainList",
    delete="delete_firewall_domain_list",
    identified_by="FirewallDomainListId",
    tags_read=("list_tags_for_resource", "ResourceArn", "Arn"),
    finish=_set_domains,
    finished=("Domains",),
    more=_domains,
)


def _set_rules(aws: Aws, group_id: str, old: Json, new: Json) -> None:
    client = aws.client(SERVICE)
    before, after = old.get("FirewallRules") or [], new.get("FirewallRules") or []
    for rule in before:
        if rule not in after:
            client.delete_firewall_rule(FirewallRuleGroupId=group_id, FirewallDomainListId=rule["FirewallDomainListId"])
    for rule in after:
        if rule not in before:
            named = {"Name": f"{rule['Action']}-{rule['Priority']}", "CreatorRequestId": str(uuid4())}
            parameters = api_parameters(client, "create_firewall_rule", named | rule)
            client.create_firewall_rule(**parameters | {"FirewallRuleGroupId": group_id})


def _rules(aws: Aws, group_id: str) -> Json:
    rules = aws.client(SERVICE).list_firewall_rules(FirewallRuleGroupId=group_id)["FirewallRules"]
    return {"FirewallRules": rules}


def _delete_group(aws: Aws, group_id: str) -> None:
    client = aws.client(SERVICE)
    for rule in client.list_firewall_rules(FirewallRuleGroupId=group_id)["FirewallRules"]:
        client.delete_firewall_rule(FirewallRuleGroupId=group_id, FirewallDomainListId=rule["FirewallDomainListId"])
    client.delete_firewall_rule_group(FirewallRuleGroupId=group_id)


RULE_GROUP = api_provider(
    ApiResource(
        type_name="AWS::Route53Resolver::FirewallRuleGroup",
        service=SERVICE,
        create="create_firewall_rule_group",
        physical_id="FirewallRuleGroup.Id",
        named="Name",
        read="get_firewall_rule_group",
        found_at="FirewallRuleGroup",
        delete="delete_firewall_rule_group",
        identified_by="FirewallRuleGroupId",
        tags_read=("list_tags_for_resource", "ResourceArn", "Arn"),
        finish=_set_rules,
        finished=("FirewallRules",),
        more=_rules,
    )
)


def _set_association(aws: Aws, association_id: str, old: Json, new: Json) -> None:
    if old:
        client = aws.client(SERVICE)
        changes = {name: new[name] for name in ("Name", "Priority", "MutationProtection") if name in new}
        client.update_firewall_rule_group_association(FirewallRuleGroupAssociationId=association_id, **changes)


ASSOCIATION = api_provider(
    ApiResource(
        type_name="AWS::Route53Resolver::FirewallRuleGroupAssociation",
        service=SERVICE,
        create="associate_firewall_rule_group",
        physical_id="FirewallRuleGroupAssociation.Id",
        named="Name",
        read="get_firewall_rule_group_association",
        found_at="FirewallRuleGroupAssociation",
        delete="disassociate_firewall_rule_group",
        identified_by="FirewallRuleGroupAssociationId",
        tags_read=("list_tags_for_resource", "ResourceArn", "Arn"),
        finish=_set_association,
    )
)


def _delete_association(aws: Aws, association_id: str) -> None:
    client = aws.client(SERVICE)
    # CloudFormation lifts the protection that it was asked to set itself.
    client.update_firewall_rule_group_association(
        FirewallRuleGroupAssociationId=association_id, MutationProtection="DISABLED"
    )
    client.disassociate_firewall_rule_group(FirewallRuleGroupAssociationId=association_id)


QUERY_LOG = ApiResource(
    type_name="AWS::Route53Resolver::ResolverQueryLoggingConfig",
    service=SERVICE,
    create="create_resolver_query_log_config",
    physical_id="ResolverQueryLogConfig.Id",
    named="Name",
    read="get_resolver_query_log_config",
    found_at="ResolverQueryLogConfig",
    delete="delete_resolver_query_log_config",
    identified_by="ResolverQueryLogConfigId",
    tags_read=("list_tags_for_resource", "ResourceArn", "Arn"),
)


def _associate_query_log(aws: Aws, wanted: Json) -> str:
    client = aws.client(SERVICE)
    parameters = api_parameters(client, "associate_resolver_query_log_config", wanted)
    return str(client.associate_resolver_query_log_config(**parameters)["ResolverQueryLogConfigAssociation"]["Id"])


def _query_log_association(aws: Aws, association_id: str) -> Json | None:
    answer = aws.client(SERVICE).list_resolver_query_log_config_associations()
    for found in answer["ResolverQueryLogConfigAssociations"]:
        if found["Id"] == association_id:
            return cfn_properties("AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation", found)
    return None


def _disassociate_query_log(aws: Aws, association_id: str) -> None:
    found = _query_log_association(aws, association_id)
    if found is not None:
        aws.client(SERVICE).disassociate_resolver_query_log_config(
            ResolverQueryLogConfigId=found["ResolverQueryLogConfigId"], ResourceId=found["ResourceId"]
        )


PROVIDERS = (
    api_provider(DOMAIN_LIST),
    Provider(
        type_name=RULE_GROUP.type_name,
        create=RULE_GROUP.create,
        read=RULE_GROUP.read,
        update=RULE_GROUP.update,
        delete=_delete_group,
    ),
    Provider(
        type_name=ASSOCIATION.type_name,
        create=ASSOCIATION.create,
        read=ASSOCIATION.read,
        update=ASSOCIATION.update,
        delete=_delete_association,
    ),
    api_provider(QUERY_LOG),
    Provider(
        type_name="AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation",
        create=_associate_query_log,
        read=_query_log_association,
        delete=_disassociate_query_log,
    ),
)
