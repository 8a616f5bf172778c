"""EC2: the descriptions of security group rules, and where flow logs go."""

from __future__ import annotations

import inspect
from typing import Any


def correct() -> None:
    """Describe every rule of a security group, and find the log group of a flow log by its ARN."""
    _describe_every_rule()
    _find_log_group_by_arn()


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
