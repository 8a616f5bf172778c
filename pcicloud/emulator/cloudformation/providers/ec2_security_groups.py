"""EC2: security groups and their rules."""

from __future__ import annotations

from pcicloud.emulator.cloudformation.api_resource import ApiResource, api_provider
from pcicloud.emulator.cloudformation.ec2_tags import retag
from pcicloud.emulator.cloudformation.provider import Aws, Json, Provider

ALLOW_ALL_EGRESS = [{"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"}]


def _permission(rule: Json) -> Json:
    """Return one CloudFormation rule as EC2's IpPermission."""
    permission: Json = {"IpProtocol": str(rule["IpProtocol"])}
    permission |= {name: rule[name] for name in ("FromPort", "ToPort") if name in rule}
    about = {"Description": rule["Description"]} if "Description" in rule else {}
    if "CidrIp" in rule:
        permission["IpRanges"] = [{"CidrIp": rule["CidrIp"]} | about]
    if "CidrIpv6" in rule:
        permission["Ipv6Ranges"] = [{"CidrIpv6": rule["CidrIpv6"]} | about]
    group_id = rule.get("SourceSecurityGroupId") or rule.get("DestinationSecurityGroupId")
    if group_id:
        permission["UserIdGroupPairs"] = [{"GroupId": group_id} | about]
    list_id = rule.get("SourcePrefixListId") or rule.get("DestinationPrefixListId")
    if list_id:
        permission["PrefixListIds"] = [{"PrefixListId": list_id} | about]
    return permission


def _set_rules(aws: Aws, group_id: str, old: Json, new: Json) -> None:
    client = aws.client("ec2")
    if not old and "SecurityGroupEgress" in new:
        # A new group lets everything out until told otherwise.
        client.revoke_security_group_egress(GroupId=group_id, IpPermissions=[_permission(ALLOW_ALL_EGRESS[0])])
    for name, verb in (("SecurityGroupIngress", "ingress"), ("SecurityGroupEgress", "egress")):
        before, after = old.get(name) or [], new.get(name) or []
        for rule in before:
            if rule not in after:
                _change(client, "revoke", verb, group_id, rule)
        for rule in after:
            if rule not in before:
                _change(client, "authorize", verb, group_id, rule)
    retag(aws, group_id, old, new)


def _change(client: Json, action: str, verb: str, group_id: str, rule: Json) -> None:
    getattr(client, f"{action}_security_group_{verb}")(GroupId=group_id, IpPermissions=[_permission(rule)])


def _group_more(aws: Aws, group_id: str) -> Json:
    """Return the group's rules, without those that are resources of a stack themselves."""
    of_group = [{"Name": "group-id", "Values": [group_id]}]
    rules = aws.client("ec2").describe_security_group_rules(Filters=of_group)["SecurityGroupRules"]
    own = [rule for rule in rules if rule["SecurityGroupRuleId"] not in aws.claimed]
    return {
        "SecurityGroupIngress": [_inline(rule) for rule in own if not rule["IsEgress"]],
        "SecurityGroupEgress": [_inline(rule) for rule in own if rule["IsEgress"]],
    }


def _inline(rule: Json) -> Json:
    found = _rule(rule, is_egress=rule["IsEgress"])
    # EC2 says -1 for the ports of a rule for every protocol, where a template says nothing.
    is_every = found["IpProtocol"] == "-1"
    left_out = {"GroupId", "Id"} | ({"FromPort", "ToPort"} if is_every else set())
    return {name: value for name, value in found.items() if name not in left_out}


GROUP = ApiResource(
    type_name="AWS::EC2::SecurityGroup",
    service="ec2",
    create="create_security_group",
    physical_id="GroupId",
    read="describe_security_groups",
    read_by="GroupIds",
    id_in_list=True,
    found_at="SecurityGroups[0]",
    delete="delete_security_group",
    identified_by="GroupId",
    named="GroupName",
    renamed={"GroupDescription": "Description"},
    attributes={"GroupId": "GroupId", "Id": "GroupId", "GroupName": "GroupName"},
    tag_kind="security-group",
    finish=_set_rules,
    finished=("SecurityGroupIngress", "SecurityGroupEgress"),
    more=_group_more,
)


def _rule_provider(type_name: str, verb: str) -> Provider:
    is_egress = verb == "egress"

    def create(aws: Aws, wanted: Json) -> str:
        authorize = getattr(aws.client("ec2"), f"authorize_security_group_{verb}")
        answer = authorize(GroupId=wanted["GroupId"], IpPermissions=[_permission(wanted)])
        return str(answer["SecurityGroupRules"][0]["SecurityGroupRuleId"])

    def read(aws: Aws, rule_id: str) -> Json | None:
        wanted = [{"Name": "security-group-rule-id", "Values": [rule_id]}]
        rules = aws.client("ec2").describe_security_group_rules(Filters=wanted)["SecurityGroupRules"]
        return _rule(rules[0], is_egress=is_egress) if rules else None

    def delete(aws: Aws, rule_id: str) -> None:
        found = read(aws, rule_id)
        if found is not None:
            revoke = getattr(aws.client("ec2"), f"revoke_security_group_{verb}")
            revoke(GroupId=found["GroupId"], SecurityGroupRuleIds=[rule_id])

    return Provider(type_name=type_name, create=create, read=read, delete=delete)


def _rule(rule: Json, *, is_egress: bool) -> Json:
    side = "Destination" if is_egress else "Source"
    found = {
        name: rule[name] for name in ("GroupId", "IpProtocol", "FromPort", "ToPort", "Description") if name in rule
    }
    if "CidrIpv4" in rule:
        found["CidrIp"] = rule["CidrIpv4"]
    if "CidrIpv6" in rule:
        found["CidrIpv6"] = rule["CidrIpv6"]
    if rule.get("ReferencedGroupInfo"):
        found[f"{side}SecurityGroupId"] = rule["ReferencedGroupInfo"]["GroupId"]
    if "PrefixListId" in rule:
        found[f"{side}PrefixListId"] = rule["PrefixListId"]
    return found | {"Id": rule["SecurityGroupRuleId"]}


PROVIDERS = (
    api_provider(GROUP),
    _rule_provider("AWS::EC2::SecurityGroupIngress", "ingress"),
    _rule_provider("AWS::EC2::SecurityGroupEgress", "egress"),
)
