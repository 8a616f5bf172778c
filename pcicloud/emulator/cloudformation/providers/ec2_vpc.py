"""EC2: the network and its parts."""

from __future__ import annotations

from pcicloud.emulator.cloudformation.api_resource import ApiResource, api_provider
from pcicloud.emulator.cloudformation.ec2_tags import retag
from pcicloud.emulator.cloudformation.provider import Aws, Json, Provider


def _set_vpc(aws: Aws, vpc_id: str, old: Json, new: Json) -> None:
    client = aws.client("ec2")
    for name in ("EnableDnsSupport", "EnableDnsHostnames"):
        if name in new and old.get(name) != new[name]:
            client.modify_vpc_attribute(VpcId=vpc_id, **{name: {"Value": new[name]}})
    retag(aws, vpc_id, old, new)


def _vpc_more(aws: Aws, vpc_id: str) -> Json:
    client = aws.client("ec2")
    of_vpc = [{"Name": "vpc-id", "Values": [vpc_id]}]
    acls = client.describe_network_acls(Filters=[*of_vpc, {"Name": "default", "Values": ["true"]}])["NetworkAcls"]
    groups = client.describe_security_groups(Filters=[*of_vpc, {"Name": "group-name", "Values": ["default"]}])
    found = {
        "DefaultNetworkAcl": acls[0]["NetworkAclId"] if acls else None,
        "DefaultSecurityGroup": groups["SecurityGroups"][0]["GroupId"] if groups["SecurityGroups"] else None,
    }
    for name, attribute in (("EnableDnsSupport", "enableDnsSupport"), ("EnableDnsHostnames", "enableDnsHostnames")):
        found[name] = client.describe_vpc_attribute(VpcId=vpc_id, Attribute=attribute)[name]["Value"]
    return found


VPC = ApiResource(
    type_name="AWS::EC2::VPC",
    service="ec2",
    create="create_vpc",
    physical_id="Vpc.VpcId",
    read="describe_vpcs",
    read_by="VpcIds",
    id_in_list=True,
    found_at="Vpcs[0]",
    delete="delete_vpc",
    identified_by="VpcId",
    tag_kind="vpc",
    finish=_set_vpc,
    finished=("EnableDnsSupport", "EnableDnsHostnames"),
    more=_vpc_more,
)


def _set_subnet(aws: Aws, subnet_id: str, old: Json, new: Json) -> None:
    if "MapPublicIpOnLaunch" in new and old.get("MapPublicIpOnLaunch") != new["MapPublicIpOnLaunch"]:
        value = {"Value": new["MapPublicIpOnLaunch"]}
        aws.client("ec2").modify_subnet_attribute(SubnetId=subnet_id, MapPublicIpOnLaunch=value)
    retag(aws, subnet_id, old, new)


SUBNET = ApiResource(
    type_name="AWS::EC2::Subnet",
    service="ec2",
    create="create_subnet",
    physical_id="Subnet.SubnetId",
    read="describe_subnets",
    read_by="SubnetIds",
    id_in_list=True,
    found_at="Subnets[0]",
    delete="delete_subnet",
    identified_by="SubnetId",
    tag_kind="subnet",
    finish=_set_subnet,
    finished=("MapPublicIpOnLaunch",),
)

INTERNET_GATEWAY = ApiResource(
    type_name="AWS::EC2::InternetGateway",
    service="ec2",
    create="create_internet_gateway",
    physical_id="InternetGateway.InternetGatewayId",
    read="describe_internet_gateways",
    read_by="InternetGatewayIds",
    id_in_list=True,
    found_at="InternetGateways[0]",
    delete="delete_internet_gateway",
    identified_by="InternetGatewayId",
    tag_kind="internet-gateway",
    finish=retag,
)

ADDRESS = ApiResource(
    type_name="AWS::EC2::EIP",
    service="ec2",
    create="allocate_address",
    physical_id="AllocationId",
    read="describe_addresses",
    read_by="AllocationIds",
    id_in_list=True,
    found_at="Addresses[0]",
    delete="release_address",
    identified_by="AllocationId",
    tag_kind="elastic-ip",
    finish=retag,
)

NAT_GATEWAY = ApiResource(
    type_name="AWS::EC2::NatGateway",
    service="ec2",
    create="create_nat_gateway",
    physical_id="NatGateway.NatGatewayId",
    read="describe_nat_gateways",
    read_by="NatGatewayIds",
    id_in_list=True,
    found_at="NatGateways[?State!='deleted'] | [0]",
    delete="delete_nat_gateway",
    identified_by="NatGatewayId",
    attributes={"AllocationId": "NatGatewayAddresses[0].AllocationId"},
    tag_kind="natgateway",
    finish=retag,
)


def _dhcp_configurations(aws: Aws, wanted: Json) -> str:
    names = {"DomainName": "domain-name", "DomainNameServers": "domain-name-servers", "NtpServers": "ntp-servers"}
    values = {api: wanted[name] for name, api in names.items() if name in wanted}
    configurations = [
        {"Key": key, "Values": value if isinstance(value, list) else [value]} for key, value in values.items()
    ]
    made = aws.client("ec2").create_dhcp_options(DhcpConfigurations=configurations)["DhcpOptions"]["DhcpOptionsId"]
    retag(aws, made, {}, wanted)
    return str(made)


def _read_dhcp(aws: Aws, options_id: str) -> Json | None:
    answer = aws.client("ec2").describe_dhcp_options(DhcpOptionsIds=[options_id])["DhcpOptions"]
    if not answer:
        return None
    found = {entry["Key"]: [value["Value"] for value in entry["Values"]] for entry in answer[0]["DhcpConfigurations"]}
    properties = {"DhcpOptionsId": options_id, "Tags": answer[0].get("Tags", [])}
    if "domain-name" in found:
        properties["DomainName"] = found["domain-name"][0]
    listed = (("DomainNameServers", "domain-name-servers"), ("NtpServers", "ntp-servers"))
    return properties | {name: found[api] for name, api in listed if api in found}


def _associate_dhcp(aws: Aws, wanted: Json) -> str:
    aws.client("ec2").associate_dhcp_options(DhcpOptionsId=wanted["DhcpOptionsId"], VpcId=wanted["VpcId"])
    return f"{wanted['DhcpOptionsId']}|{wanted['VpcId']}"


def _read_dhcp_association(aws: Aws, physical_id: str) -> Json | None:
    vpc_id = physical_id.partition("|")[2]
    vpcs = aws.client("ec2").describe_vpcs(VpcIds=[vpc_id])["Vpcs"]
    if not vpcs or vpcs[0].get("DhcpOptionsId", "default") == "default":
        return None
    return {"DhcpOptionsId": vpcs[0]["DhcpOptionsId"], "VpcId": vpc_id}


def _default_dhcp(aws: Aws, physical_id: str) -> None:
    aws.client("ec2").associate_dhcp_options(DhcpOptionsId="default", VpcId=physical_id.split("|")[1])


def _attach_gateway(aws: Aws, wanted: Json) -> str:
    aws.client("ec2").attach_internet_gateway(InternetGatewayId=wanted["InternetGatewayId"], VpcId=wanted["VpcId"])
    return f"IGW|{wanted['VpcId']}|{wanted['InternetGatewayId']}"


def _read_attachment(aws: Aws, physical_id: str) -> Json | None:
    _, vpc_id, gateway_id = physical_id.split("|")
    found = aws.client("ec2").describe_internet_gateways(InternetGatewayIds=[gateway_id])["InternetGateways"]
    if not any(one["VpcId"] == vpc_id for gateway in found for one in gateway["Attachments"]):
        return None
    return {"VpcId": vpc_id, "InternetGatewayId": gateway_id}


def _detach_gateway(aws: Aws, physical_id: str) -> None:
    _, vpc_id, gateway_id = physical_id.split("|")
    aws.client("ec2").detach_internet_gateway(InternetGatewayId=gateway_id, VpcId=vpc_id)


PROVIDERS = (
    *map(api_provider, (VPC, SUBNET, INTERNET_GATEWAY, ADDRESS, NAT_GATEWAY)),
    Provider(
        type_name="AWS::EC2::DHCPOptions",
        create=_dhcp_configurations,
        read=_read_dhcp,
        update=retag,
        delete=lambda aws, physical_id: aws.client("ec2").delete_dhcp_options(DhcpOptionsId=physical_id),
    ),
    Provider(
        type_name="AWS::EC2::VPCDHCPOptionsAssociation",
        create=_associate_dhcp,
        read=_read_dhcp_association,
        delete=_default_dhcp,
    ),
    Provider(
        type_name="AWS::EC2::VPCGatewayAttachment",
        create=_attach_gateway,
        read=_read_attachment,
        delete=_detach_gateway,
    ),
)
