"""RDS: what moto lacks of event subscriptions, and lists that are empty here."""

from __future__ import annotations

from pcicloud.emulator.errors import ServiceError
from pcicloud.emulator.request import Operation, Request
from pcicloud.emulator.stored import Json, moto_backend

SERVICE = "rds"
FIELDS = (
    ("SnsTopicArn", "sns_topic_arn"),
    ("SourceType", "source_type"),
    ("EventCategories", "event_categories"),
    ("Enabled", "enabled"),
)


def _modify_subscription(request: Request) -> Json:
    subscriptions = moto_backend(request, "rds").event_subscriptions
    name = request.parameters["SubscriptionName"]
    if name not in subscriptions:
        raise ServiceError("SubscriptionNotFound", f"Subscription {name} not found.", status=404)
    for field, attribute in FIELDS:
        if field in request.parameters:
            setattr(subscriptions[name], attribute, request.parameters[field])
    return {"EventSubscription": {"CustSubscriptionId": name}}


OPERATIONS: dict[str, Operation] = {
    "ModifyEventSubscription": _modify_subscription,
    "DescribePendingMaintenanceActions": lambda _request: {"PendingMaintenanceActions": []},
}
