"""botocore's models of the AWS services, loaded once each."""

from __future__ import annotations

from functools import cache

from botocore.exceptions import UnknownServiceError
from botocore.loaders import Loader
from moto.core.model import ServiceModel


@cache
def service_model(service: str) -> ServiceModel | None:
    """Return the model of boto3's client `service`, or None if botocore has no such service."""
    loader = Loader()
    try:
        return ServiceModel(loader.load_service_model(service, "service-2"), service)
    except UnknownServiceError:
        return None
