"""EC2: VPC endpoints and flow logs."""

from __future__ import annotations

import json

from botocore.exceptions import ClientError

from pcicloud.emulator.cloudformation.ec2_tags import retag
from pcicloud.emulator.cloudformation.provider import Aws, Json, Provider, is_gone
from pcicloud.emulator.cloudformation.shapes import api_parameters, cfn_properties

LISTS = (("RouteTableIds", "RouteTableIds"), ("SubnetIds", "SubnetIds"), ("SecurityGroupIds", "SecurityGroupIds"))


def _create_endpoint(aws: Aws, wanted: Json) -> str:
    client = aws.client("ec2")
    parameters = api_parameters(client, "create_vpc_endpoint", wanted)
    if wanted.get("Tags"):
        parameters["TagSpecifications"] = [{"ResourceType": "vpc-endpoint", "Tags": wanted["Tags"]}]
    return str(client.create_vpc_endpoint(**parameters)["VpcEndpoint"]["VpcEndpointId"])


def _update_endpoint(aws: Aws, endpoint_id: str, old: Json, new: Json) -> None:
    changes: Json = {}
    if old.get("PolicyDocument") != new.get("PolicyDocument"):
        policy = new.get("PolicyDocument")
        changes |= {"PolicyDocument": json.dumps(policy)} if policy else {"ResetPolicy": True}
    if old.get("PrivateDnsEnabled") != new.get("PrivateDnsEnabled"):
        changes["PrivateDnsEnabled"] = bool(new.get("PrivateDnsEnabled"))
    for name, _ in LISTS:
        before, after = set(old.get(name) or ()), set(new.get(name) or ())
        changes |= {f"Add{name}": sorted(after - before)} if after - before else {}
        changes |= {f"Remove{name}": sorted(before - after)} if before - after else {}
    if changes:
        aws.client("ec2").modify_vpc_endpoint(VpcEndpointId=endpoint_id, **changes)
    retag(aws, endpoint_id, old, new)


def _read_endpoint(aws: Aws, endpoint_id: str) -> Json | None:
    try:
        found = aws.client("ec2").describe_vpc_endpoints(VpcEndpointIds=[endpoint_id])["VpcEndpoints"]
    except ClientError as error:
        if is_gone(error):
            return None
        raise
    if not found or found[0].get("State") == "deleted":
        return None
    properties = cfn_properties("AWS::EC2::VPCEndpoint", found[0])
    properties["SecurityGroupIds"] = [group["GroupId"] for group in found[0].get("Groups", ())]
    if found[0].get("PolicyDocument"):
        properties["PolicyDocument"] = json.loads(found[0]["PolicyDocument"])
    return properties | {"Id": endpoint_id}


def _delete_endpoint(aws: Aws, endpoint_id: str) -> None:
    aws.client("ec2").delete_vpc_endpoints(VpcEndpointIds=[endpoint_id])


def _create_flow_log(aws: Aws, wanted: Json) -> str:
    client = aws.client("ec2")
    parameters = api_parameters(client, "create_flow_logs", wanted, {"ResourceId": "ResourceIds"})
    parameters["ResourceIds"] = [wanted["ResourceId"]]
    if wanted.get("Tags"):
        parameters["TagSpecifications"] = [{"ResourceType": "vpc-flow-log", "Tags": wanted["Tags"]}]
    answer = client.create_flow_logs(**parameters)
    if answer.get("Unsuccessful"):
        raise ClientError({"Error": answer["Unsuccessful"][0]["Error"]}, "CreateFlowLogs")
    return str(answer["FlowLogIds"][0])


def _read_flow_log(aws: Aws, flow_log_id: str) -> Json | None:
    found = aws.client("ec2").describe_flow_logs(FlowLogIds=[flow_log_id])["FlowLogs"]
    if not found:
        return None
    properties = cfn_properties("AWS::EC2::FlowLog", found[0]) | {"ResourceId": found[0]["ResourceId"]}
    kinds = {"vpc": "VPC", "sub": "Subnet", "eni": "NetworkInterface"}
    kind = kinds[found[0]["ResourceId"].split("-")[0].removesuffix("net")]
    return properties | {"ResourceType": kind, "Id": flow_log_id}


def _delete_flow_log(aws: Aws, flow_log_id: str) -> None:
    aws.client("ec2").delete_flow_logs(FlowLogIds=[flow_log_id])


PROVIDERS = (
    Provider(
        type_name="AWS::EC2::VPCEndpoint",
        create=_create_endpoint,
        read=_read_endpoint,
        update=_update_endpoint,
        delete=_delete_endpoint,
    ),
    Provider(
        type_name="AWS::EC2::FlowLog",
        create=_create_flow_log,
        read=_read_flow_log,
        update=retag,
        delete=_delete_flow_log,
    ),
)
