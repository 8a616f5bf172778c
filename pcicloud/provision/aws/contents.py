"""What CloudFormation does not delete with a resource: objects, recovery points; one entry a type."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import msgspec

from pcicloud.aws_writing import AwsRefused, Writer
from pcicloud.model.outcome import Json

# S3 API Reference, DeleteObjects: at most 1000 keys a call.
KEYS_MAX = 1000
COUNT_MAX = 10_000
NEWEST = 5
NO_LOCK = ("ObjectLockConfigurationNotFoundError", "NoSuchBucket")


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """What can't be emptied: how many things, an example of why, and until when (empty if AWS does not say)."""

    count: int = 0
    reason: str = ""
    until: str = ""


class Contents(msgspec.Struct, frozen=True):
    """How to say what a resource (by physical id) holds (empty text: nothing), and how to empty it."""

    told: Callable[[Writer, str], str]
    empty: Callable[[Writer, str], Held]


def _versions(writer: Writer, bucket: str) -> Iterator[Json]:
    """Every version and delete marker of a bucket, as ListObjectVersions says it. Raises AwsRefused."""
    token: dict[str, Any] = {}
    while True:
        page = writer.call("s3", "ListObjectVersions", Bucket=bucket, none_when=("NoSuchBucket",), **token) or {}
        yield from page.get("Versions", ())
        yield from page.get("DeleteMarkers", ())
        if not page.get("IsTruncated"):
            return
        token = {"KeyMarker": page["NextKeyMarker"], "VersionIdMarker": page["NextVersionIdMarker"]}


def _lock_mode(writer: Writer, bucket: str) -> str:
    """The mode of a bucket's default Object Lock, an empty text where it has none."""
    answer = writer.call("s3", "GetObjectLockConfiguration", Bucket=bucket, none_when=NO_LOCK) or {}
    rule = answer.get("ObjectLockConfiguration", {}).get("Rule", {})
    return str(rule.get("DefaultRetention", {}).get("Mode", ""))


def _told_bucket(writer: Writer, bucket: str) -> str:
    count = sum(1 for _ in islice(_versions(writer, bucket), COUNT_MAX))
    if not count:
        return ""
    many = f"{COUNT_MAX} object versions or more" if count == COUNT_MAX else f"{count} object versions"
    lock = {
        "COMPLIANCE": "; those whose Object Lock has not ended stay, since nobody can delete them",
        "GOVERNANCE": ", also those under its GOVERNANCE lock",
    }
    return f"{many} are deleted{lock.get(_lock_mode(writer, bucket), '')}"


def _empty_bucket(writer: Writer, bucket: str) -> Held:
    # GOVERNANCE is the mode of environments that are only tried: their owner may pass it, and chose it to be able to.
    bypass: dict[str, Any] = {"BypassGovernanceRetention": True} if _lock_mode(writer, bucket) == "GOVERNANCE" else {}
    held: list[Json] = []
    versions = ({"Key": one["Key"], "VersionId": one["VersionId"]} for one in _versions(writer, bucket))
    while batch := list(islice(versions, KEYS_MAX)):
        wanted = {"Objects": batch, "Quiet": True}
        answer = writer.call("s3", "DeleteObjects", Bucket=bucket, Delete=wanted, **bypass)
        held += answer.get("Errors") or []
    if not held:
        return Held()
    reason = str(held[0].get("Message") or held[0].get("Code")).rstrip(".")
    return Held(count=len(held), reason=f"object versions: {reason}", until=_locked_until(writer, bucket))


def _locked_until(writer: Writer, bucket: str) -> str:
    """The latest end of the locks of the newest objects that are still there."""
    there = (one for one in islice(_versions(writer, bucket), COUNT_MAX) if "Size" in one)
    newest = sorted(there, key=lambda one: str(one["LastModified"]))[-NEWEST:]
    ends = [_end_of_lock(writer, bucket, one) for one in newest]
    return max(ends, default="")


def _end_of_lock(writer: Writer, bucket: str, version: Json) -> str:
    """When the lock of an object version ends, an empty text where it has none: a policy, say, keeps it."""
    try:
        about = writer.call("s3", "HeadObject", Bucket=bucket, Key=version["Key"], VersionId=version["VersionId"])
    except AwsRefused:
        return ""
    return str(about.get("ObjectLockRetainUntilDate", ""))


def _recovery_points(writer: Writer, vault: str) -> list[str]:
    points = writer.pages("backup", "ListRecoveryPointsByBackupVault", "RecoveryPoints", BackupVaultName=vault)
    return [point["RecoveryPointArn"] for point in points]


def _told_vault(writer: Writer, vault: str) -> str:
    count = len(_recovery_points(writer, vault))
    return f"{count} recovery points are deleted, unless the vault's lock forbids it" if count else ""


def _empty_vault(writer: Writer, vault: str) -> Held:
    reasons = []
    for arn in _recovery_points(writer, vault):
        try:
            writer.call("backup", "DeleteRecoveryPoint", BackupVaultName=vault, RecoveryPointArn=arn)
        except AwsRefused as refused:
            reasons.append(refused.what)
    return Held(count=len(reasons), reason=f"recovery points: {reasons[0]}") if reasons else Held()


CONTENTS: dict[str, Contents] = {
    "AWS::S3::Bucket": Contents(_told_bucket, _empty_bucket),
    "AWS::Backup::BackupVault": Contents(_told_vault, _empty_vault),
}
