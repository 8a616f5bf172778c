"""Secrets must change in time, best by themselves."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.moments import whole_days


@check(
    evidence="aws.secrets",
    when_none=not_applicable("Secrets Manager holds no secret in this region"),
    beside=("aws.secret_versions",),
)
def secret_rotation(secret: Json, env: Environment, *, secret_versions: tuple[Json, ...], days_max: int) -> Outcome:
    """Secrets must change in time, best by themselves.

    Why: passwords of programs are changed by nobody, because each change can stop the program.
    Fix: give the secret a rotation function and a schedule; change by hand what another company gave you.
    Source: AWS Secrets Manager API Reference, SecretListEntry and ListSecretVersionIds.
    """
    if secret.get("DeletedDate"):
        return not_applicable("the secret is about to be deleted")
    rotates = bool(secret.get("RotationEnabled"))
    changed = secret.get("LastRotatedDate") if rotates else _current_since(secret, secret_versions)
    days = whole_days(changed or secret["CreatedDate"], env.as_of)
    how = "rotates" if rotates else "has no rotation"
    if days > days_max:
        return failed(f"{secret['Name']} {how}, and its value is {days} days old, {days_max} days are the most")
    by_hand = "" if rotates else f"; somebody must change it before {days_max} days are over"
    return passed(f"{secret['Name']} {how}; its value is {days} days old{by_hand}")


def _current_since(secret: Json, secret_versions: tuple[Json, ...]) -> str | None:
    """When the version in use was made; None where the secret has none, or was never changed since it was made."""
    for body in secret_versions:
        for version in body.get("Versions", ()) if body["ARN"] == secret["ARN"] else ():
            if "AWSCURRENT" in version.get("VersionStages", ()):
                return str(version["CreatedDate"])
    return None
