"""Machine images of the account aren't public."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown


@check(evidence="aws.ec2_images", when_none=not_applicable("the account owns no image"))
def ec2_image_private(image: Json, env: Environment) -> Outcome:
    """Machine images of the account aren't public.

    Why: an image holds the software, settings and often the secrets of a host.
    Fix: make the image private, and block public images for the account.
    Source: Amazon EC2 API Reference, DescribeImages.
    """
    public = image.get("Public")
    if public is None:
        return unknown("AWS didn't say whether the image is public")
    return failed("everybody may start this image") if public else passed("the image is private")
