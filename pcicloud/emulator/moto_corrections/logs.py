"""CloudWatch Logs: a metric filter that is put takes the place of one of the same name."""

from __future__ import annotations

from typing import Any


def correct() -> None:
    """Replace a log group's metric filter that is put again: moto keeps both."""
    from moto.logs.metric_filters import MetricFilters

    add = MetricFilters.add_filter

    def put_filter(filters: Any, filter_name: str, filter_pattern: str, log_group_name: str, metrics: Any) -> None:
        filters.delete_filter(filter_name, log_group_name)
        add(filters, filter_name, filter_pattern, log_group_name, metrics)

    MetricFilters.add_filter = put_filter
