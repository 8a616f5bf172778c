"""Machine images must not be made public."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed


@check(evidence="aws.image_public_access", when_none=failed("AWS told no setting"))
def image_public_access(setting: Json, env: Environment) -> Outcome:
    """Machine images must not be made public.

    Why: an image holds what was on the host: keys, settings, data.
    Fix: set the region's block to block-new-sharing (`pcicloud env apply` does).
    Source: Amazon EC2 API Reference, GetImageBlockPublicAccessState.
    """
    if setting.get("ImageBlockPublicAccessState") != "block-new-sharing":
        return failed("machine images can be made public")
    return passed("no machine image can be made public")
