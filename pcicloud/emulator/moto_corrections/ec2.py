"""EC2: descriptions of security group rules, where flow logs go, the id of S3's prefix list, the regions there are."""

from __future__ import annotations

import inspect
from typing import Any

# Source: DescribeManagedPrefixLists of AWS; the id of such a list is the same in every account.
STORAGE_LISTS = {"ap-northeast-1": "pl-61a54008"}
# Source: AWS Account Management Reference Guide, "Enable or disable AWS Regions": those that a new account has.
REGIONS_ON = {
    "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2",
    "ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1", "us-east-1",
    "us-east-2", "us-west-1", "us-west-2",
}  # fmt: skip


def correct() -> None:
    """Make EC2 answer as AWS does about rules, flow logs, S3's prefix list and regions."""
    _describe_every_rule()
    _find_log_group_by_arn()
    _know_storage_list_by_its_id()
    _list_only_regions_that_are_on()


def _describe_every_rule() -> None:
    # DescribeSecurityGroupRules shows the description of a rule with addresses only; AWS shows it of every rule.
    from moto.ec2.models.security_groups import SecurityGroupRule

    make = SecurityGroupRule.__init__
    signature = inspect.signature(make)

    def make_and_keep(rule: Any, *args: Any, **fields: Any) -> None:
        make(rule, *args, **fields)
        rule.prefix_list = signature.bind(rule, *args, **fields).arguments.get("prefix_list_id") or {}

    def description(rule: Any) -> str | None:
        sources = (rule.ip_range, rule.source_group, rule.prefix_list)
        return next((source["Description"] for source in sources if source.get("Description")), None)

    SecurityGroupRule.__init__ = make_and_keep
    SecurityGroupRule.description = property(description)


def _find_log_group_by_arn() -> None:
    # moto looks for the log group by its name only, and says FAILED of one that is named by its ARN.
    from moto.ec2.models import EC2Backend

    create = EC2Backend.create_flow_logs
    signature = inspect.signature(create)

    def create_by_arn(backend: Any, *args: Any, **fields: Any) -> Any:
        given = signature.bind(backend, *args, **fields)
        destination = str(given.arguments.get("log_destination") or "")
        if not given.arguments.get("log_group_name") and ":log-group:" in destination:
            given.arguments["log_group_name"] = destination.partition(":log-group:")[2].removesuffix(":*")
        return create(*given.args, **given.kwargs)

    EC2Backend.create_flow_logs = create_by_arn


def _know_storage_list_by_its_id() -> None:
    # moto gives AWS's own prefix lists ids by chance, so that a rule with the real id of S3's list names nothing.
    from moto.ec2.models import ec2_backends
    from moto.ec2.models.managed_prefixes import ManagedPrefixListBackend

    create = ManagedPrefixListBackend.create_default_pls

    def create_with_real_id(backend: Any) -> None:
        create(backend)
        _give_real_id(backend)

    ManagedPrefixListBackend.create_default_pls = create_with_real_id
    for of_account in list(ec2_backends.values()):
        for backend in list(of_account.values()):
            _give_real_id(backend)


def _give_real_id(backend: Any) -> None:
    region = backend.region_name
    for made in list(backend.managed_prefix_lists.values()):
        if made.prefix_list_name == f"com.amazonaws.{region}.s3" and region in STORAGE_LISTS:
            del backend.managed_prefix_lists[made.id]
            made.id = STORAGE_LISTS[region]
            made.prefix_list_arn = made.arn(region, made.owner_id)
            backend.managed_prefix_lists[made.id] = made


def _list_only_regions_that_are_on() -> None:
    # moto lists regions of all partitions, and those that an account must switch on first.
    from moto.ec2.models.availability_zones_and_regions import RegionsAndZonesBackend

    known = RegionsAndZonesBackend.regions
    RegionsAndZonesBackend.regions = [region for region in known if region.name in REGIONS_ON]
