"""Elastic Load Balancing: load balancers, target groups, listeners."""

from __future__ import annotations

from pcicloud.emulator.cloudformation.api_resource import ApiResource, api_provider
from pcicloud.emulator.cloudformation.provider import Aws, Json
from pcicloud.emulator.cloudformation.shapes import tag_list

ATTRIBUTES = "LoadBalancerAttributes"


def _retag(aws: Aws, arn: str, old: Json, new: Json) -> None:
    client = aws.client("elbv2")
    before, after = ({tag["Key"] for tag in value.get("Tags") or ()} for value in (old, new))
    if before - after:
        client.remove_tags(ResourceArns=[arn], TagKeys=sorted(before - after))
    if old and new.get("Tags"):
        client.add_tags(ResourceArns=[arn], Tags=new["Tags"])


def _tags(aws: Aws, arn: str) -> Json:
    described = aws.client("elbv2").describe_tags(ResourceArns=[arn])["TagDescriptions"]
    return {"Tags": tag_list(described[0]["Tags"] if described else [])}


def _set_balancer(aws: Aws, arn: str, old: Json, new: Json) -> None:
    client = aws.client("elbv2")
    if new.get(ATTRIBUTES):
        client.modify_load_balancer_attributes(LoadBalancerArn=arn, Attributes=new[ATTRIBUTES])
    if old and old.get("SecurityGroups") != new.get("SecurityGroups"):
        client.set_security_groups(LoadBalancerArn=arn, SecurityGroups=new["SecurityGroups"])
    if old and old.get("Subnets") != new.get("Subnets"):
        client.set_subnets(LoadBalancerArn=arn, Subnets=new["Subnets"])
    _retag(aws, arn, old, new)


def _balancer_more(aws: Aws, arn: str) -> Json:
    client = aws.client("elbv2")
    found = client.describe_load_balancers(LoadBalancerArns=[arn])["LoadBalancers"][0]
    return _tags(aws, arn) | {
        ATTRIBUTES: client.describe_load_balancer_attributes(LoadBalancerArn=arn)["Attributes"],
        "Subnets": [zone["SubnetId"] for zone in found["AvailabilityZones"]],
        "Name": found["LoadBalancerName"],
        "LoadBalancerFullName": arn.partition("loadbalancer/")[2],
    }


BALANCER = ApiResource(
    type_name="AWS::ElasticLoadBalancingV2::LoadBalancer",
    service="elbv2",
    create="create_load_balancer",
    physical_id="LoadBalancers[0].LoadBalancerArn",
    named="Name",
    name_length_max=32,
    read="describe_load_balancers",
    read_by="LoadBalancerArns",
    id_in_list=True,
    found_at="LoadBalancers[0]",
    delete="delete_load_balancer",
    identified_by="LoadBalancerArn",
    finish=_set_balancer,
    finished=(ATTRIBUTES,),
    more=_balancer_more,
)


def _set_group(aws: Aws, arn: str, old: Json, new: Json) -> None:
    client = aws.client("elbv2")
    if new.get("TargetGroupAttributes"):
        client.modify_target_group_attributes(TargetGroupArn=arn, Attributes=new["TargetGroupAttributes"])
    if old:
        fields = [name for name in new if name.startswith("HealthCheck") or name.endswith("ThresholdCount")]
        changes = {name: new[name] for name in [*fields, *(["Matcher"] if "Matcher" in new else [])]}
        client.modify_target_group(TargetGroupArn=arn, **changes)
    _retag(aws, arn, old, new)


def _group_more(aws: Aws, arn: str) -> Json:
    client = aws.client("elbv2")
    found = client.describe_target_groups(TargetGroupArns=[arn])["TargetGroups"][0]
    return _tags(aws, arn) | {
        "TargetGroupAttributes": client.describe_target_group_attributes(TargetGroupArn=arn)["Attributes"],
        "Name": found["TargetGroupName"],
        "TargetGroupFullName": arn.rpartition(":")[2],
    }


GROUP = ApiResource(
    type_name="AWS::ElasticLoadBalancingV2::TargetGroup",
    service="elbv2",
    create="create_target_group",
    physical_id="TargetGroups[0].TargetGroupArn",
    named="Name",
    name_length_max=32,
    read="describe_target_groups",
    read_by="TargetGroupArns",
    id_in_list=True,
    found_at="TargetGroups[0]",
    delete="delete_target_group",
    identified_by="TargetGroupArn",
    finish=_set_group,
    finished=("TargetGroupAttributes",),
    more=_group_more,
)

LISTENER = ApiResource(
    type_name="AWS::ElasticLoadBalancingV2::Listener",
    service="elbv2",
    create="create_listener",
    physical_id="Listeners[0].ListenerArn",
    read="describe_listeners",
    read_by="ListenerArns",
    id_in_list=True,
    found_at="Listeners[0]",
    update="modify_listener",
    delete="delete_listener",
    identified_by="ListenerArn",
    finish=_retag,
    more=_tags,
)

PROVIDERS = tuple(map(api_provider, (BALANCER, GROUP, LISTENER)))
