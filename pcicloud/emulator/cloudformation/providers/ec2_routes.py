"""EC2: route tables and network ACLs, their entries and their subnets."""

from __future__ import annotations

from botocore.exceptions import ClientError

from pcicloud.emulator.cloudformation.api_resource import ApiResource, api_provider
from pcicloud.emulator.cloudformation.ec2_tags import retag
from pcicloud.emulator.cloudformation.provider import Aws, Json, Provider, ProviderError, is_gone
from pcicloud.emulator.cloudformation.shapes import api_parameters

ROUTE_TABLE = ApiResource(
    type_name="AWS::EC2::RouteTable",
    service="ec2",
    create="create_route_table",
    physical_id="RouteTable.RouteTableId",
    read="describe_route_tables",
    read_by="RouteTableIds",
    id_in_list=True,
    found_at="RouteTables[0]",
    delete="delete_route_table",
    identified_by="RouteTableId",
    tag_kind="route-table",
    finish=retag,
)

NETWORK_ACL = ApiResource(
    type_name="AWS::EC2::NetworkAcl",
    service="ec2",
    create="create_network_acl",
    physical_id="NetworkAcl.NetworkAclId",
    read="describe_network_acls",
    read_by="NetworkAclIds",
    id_in_list=True,
    found_at="NetworkAcls[0]",
    delete="delete_network_acl",
    identified_by="NetworkAclId",
    attributes={"Id": "NetworkAclId"},
    tag_kind="network-acl",
    finish=retag,
)

DESTINATIONS = ("DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId")


def _create_route(aws: Aws, wanted: Json) -> str:
    client = aws.client("ec2")
    client.create_route(**api_parameters(client, "create_route", wanted))
    return f"{wanted['RouteTableId']}|{next(wanted[name] for name in DESTINATIONS if name in wanted)}"


def _read_route(aws: Aws, physical_id: str) -> Json | None:
    table_id, destination = physical_id.split("|")
    for table in _route_tables(aws, table_id):
        for route in table["Routes"]:
            if destination in [route.get(name) for name in DESTINATIONS]:
                return dict(route) | {"RouteTableId": table_id}
    return None


def _route_tables(aws: Aws, table_id: str) -> list[Json]:
    try:
        return list(aws.client("ec2").describe_route_tables(RouteTableIds=[table_id])["RouteTables"])
    except ClientError as error:
        if is_gone(error):
            return []
        raise


def _update_route(aws: Aws, _physical_id: str, _old: Json, new: Json) -> None:
    client = aws.client("ec2")
    client.replace_route(**api_parameters(client, "replace_route", new))


def _delete_route(aws: Aws, physical_id: str) -> None:
    table_id, destination = physical_id.split("|")
    aws.client("ec2").delete_route(RouteTableId=table_id, DestinationCidrBlock=destination)


def _associate_table(aws: Aws, wanted: Json) -> str:
    answer = aws.client("ec2").associate_route_table(RouteTableId=wanted["RouteTableId"], SubnetId=wanted["SubnetId"])
    return str(answer["AssociationId"])


def _read_table_association(aws: Aws, physical_id: str) -> Json | None:
    wanted = [{"Name": "association.route-table-association-id", "Values": [physical_id]}]
    for table in aws.client("ec2").describe_route_tables(Filters=wanted)["RouteTables"]:
        for found in table["Associations"]:
            if found["RouteTableAssociationId"] == physical_id:
                return {"Id": physical_id, "RouteTableId": table["RouteTableId"], "SubnetId": found["SubnetId"]}
    return None


def _disassociate_table(aws: Aws, physical_id: str) -> None:
    aws.client("ec2").disassociate_route_table(AssociationId=physical_id)


def _entry_id(physical_id: str) -> Json:
    acl_id, number, egress = physical_id.split("|")
    return {"NetworkAclId": acl_id, "RuleNumber": int(number), "Egress": egress == "true"}


def _entry_parameters(wanted: Json) -> Json:
    entry = {name: value for name, value in wanted.items() if name != "Icmp"} | {"Protocol": str(wanted["Protocol"])}
    if "Icmp" in wanted:
        entry["IcmpTypeCode"] = wanted["Icmp"]
    return entry | {"Egress": bool(wanted.get("Egress"))}


def _create_entry(aws: Aws, wanted: Json) -> str:
    aws.client("ec2").create_network_acl_entry(**_entry_parameters(wanted))
    return f"{wanted['NetworkAclId']}|{wanted['RuleNumber']}|{'true' if wanted.get('Egress') else 'false'}"


def _read_entry(aws: Aws, physical_id: str) -> Json | None:
    asked = _entry_id(physical_id)
    try:
        acls = aws.client("ec2").describe_network_acls(NetworkAclIds=[asked["NetworkAclId"]])["NetworkAcls"]
    except ClientError as error:
        if is_gone(error):
            return None
        raise
    for entry in acls[0]["Entries"] if acls else ():
        if entry["RuleNumber"] == asked["RuleNumber"] and entry["Egress"] == asked["Egress"]:
            return dict(entry) | {"NetworkAclId": asked["NetworkAclId"], "Icmp": entry.get("IcmpTypeCode")}
    return None


def _update_entry(aws: Aws, _physical_id: str, _old: Json, new: Json) -> None:
    aws.client("ec2").replace_network_acl_entry(**_entry_parameters(new))


def _delete_entry(aws: Aws, physical_id: str) -> None:
    aws.client("ec2").delete_network_acl_entry(**_entry_id(physical_id))


def _acl_association(aws: Aws, subnet_id: str) -> Json | None:
    wanted = [{"Name": "association.subnet-id", "Values": [subnet_id]}]
    for acl in aws.client("ec2").describe_network_acls(Filters=wanted)["NetworkAcls"]:
        for found in acl["Associations"]:
            if found["SubnetId"] == subnet_id:
                return dict(found)
    return None


def _associate_acl(aws: Aws, wanted: Json) -> str:
    present = _acl_association(aws, wanted["SubnetId"])
    if present is None:
        raise ProviderError(f"The subnet {wanted['SubnetId']} has no network ACL to replace")
    aws.client("ec2").replace_network_acl_association(
        AssociationId=present["NetworkAclAssociationId"], NetworkAclId=wanted["NetworkAclId"]
    )
    return f"{wanted['SubnetId']}|{wanted['NetworkAclId']}"


def _read_acl_association(aws: Aws, physical_id: str) -> Json | None:
    subnet_id = physical_id.split("|")[0]
    found = _acl_association(aws, subnet_id)
    if found is None:
        return None
    return {
        "SubnetId": subnet_id,
        "NetworkAclId": found["NetworkAclId"],
        "AssociationId": found["NetworkAclAssociationId"],
    }


def _default_acl(aws: Aws, physical_id: str) -> None:
    subnet_id, acl_id = physical_id.split("|")
    client, present = aws.client("ec2"), _acl_association(aws, subnet_id)
    if present is None or present["NetworkAclId"] != acl_id:
        return
    vpc_id = client.describe_subnets(SubnetIds=[subnet_id])["Subnets"][0]["VpcId"]
    of_vpc = [{"Name": "vpc-id", "Values": [vpc_id]}, {"Name": "default", "Values": ["true"]}]
    default = client.describe_network_acls(Filters=of_vpc)["NetworkAcls"][0]["NetworkAclId"]
    client.replace_network_acl_association(AssociationId=present["NetworkAclAssociationId"], NetworkAclId=default)


PROVIDERS = (
    api_provider(ROUTE_TABLE),
    api_provider(NETWORK_ACL),
    Provider(
        type_name="AWS::EC2::Route",
        create=_create_route,
        read=_read_route,
        update=_update_route,
        delete=_delete_route,
    ),
    Provider(
        type_name="AWS::EC2::SubnetRouteTableAssociation",
        create=_associate_table,
        read=_read_table_association,
        delete=_disassociate_table,
    ),
    Provider(
        type_name="AWS::EC2::NetworkAclEntry",
        create=_create_entry,
        read=_read_entry,
        update=_update_entry,
        delete=_delete_entry,
    ),
    Provider(
        type_name="AWS::EC2::SubnetNetworkAclAssociation",
        create=_associate_acl,
        read=_read_acl_association,
        delete=_default_acl,
    ),
)
