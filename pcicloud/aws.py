"""The door to AWS, the only importer of boto3: asks each question once, paces itself, says why it could not see."""

from __future__ import annotations

import base64
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import cache
from typing import Any

import boto3
import botocore.exceptions
from botocore import xform_name
from botocore.config import Config
from botocore.session import Session as CoreSession

from pcicloud.errors import NotSeen, OutsideError, Why
from pcicloud.model.environment import AwsPlace
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen

DENIED = {
    "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError",
    "AuthorizationErrorException", "UnauthorizedException", "Client.UnauthorizedOperation", "AllAccessDisabled", "403",
}  # fmt: skip
THROTTLED = {
    "Throttling", "ThrottlingException", "TooManyRequestsException", "RequestLimitExceeded", "SlowDown",
    "RequestThrottled", "RequestThrottledException", "LimitExceededException",
}  # fmt: skip
UNSUPPORTED = {"UnsupportedOperation", "UnknownOperationException", "InvalidAction", "NotImplemented", "501"}
BAD_CREDENTIALS = {
    "InvalidClientTokenId", "UnrecognizedClientException", "SignatureDoesNotMatch", "InvalidAccessKeyId",
    "ExpiredToken", "ExpiredTokenException", "AuthFailure", "InvalidToken",
}  # fmt: skip
THREADS = 16
ACCOUNT_AT_ADDRESS = re.compile(r"^(https?://)\d{12}\.(\d+\.\d+\.\d+\.\d+[:/])")


class Pace:
    """Lets at most `per_s` requests a second pass, over all threads."""

    def __init__(self, per_s: float) -> None:
        self.gap_s = 1.0 / per_s
        self.next_s = 0.0
        self.lock = threading.Lock()

    def wait(self) -> None:
        with self.lock:
            now = time.monotonic()
            at = max(now, self.next_s)
            self.next_s = at + self.gap_s
        if at > now:
            time.sleep(at - now)


class Aws:
    """A session of one account: clients, the memory of what was asked, and the pace. Hold one for a whole run."""

    def __init__(self, place: AwsPlace) -> None:
        self.place = place
        self.session = _session(place)
        self.pace = Pace(place.requests_per_s)
        self.clients: dict[tuple[str, str], Any] = {}
        self.answers: dict[tuple[str, ...], _Once] = {}
        self.lock = threading.Lock()
        self.calls = 0

    def client(self, service: str, region: str) -> Any:
        """The boto3 client of a service in a region, made once."""
        with self.lock:
            if (service, region) not in self.clients:
                client = self.session.client(
                    service,
                    region_name=region,
                    endpoint_url=self.place.endpoint_url,
                    config=Config(
                        retries={"mode": "standard", "max_attempts": 6},
                        max_pool_connections=THREADS,
                        connect_timeout=5,
                        read_timeout=30,
                    ),
                )
                client.meta.events.register_first("request-created.s3-control", _address_without_prefix)
                self.clients[service, region] = client
            return self.clients[service, region]

    def identity(self) -> tuple[str, str]:
        """The account id and the ARN of who asks. Raises OutsideError for wrong credentials or a wrong endpoint."""
        try:
            answer = Account(self, "", self.place.regions[0]).call("sts", "GetCallerIdentity")
        except NotSeen as gap:
            raise OutsideError(
                f"AWS did not say who we are: {gap.reason}",
                hint="check the credentials and the endpoint: `aws sts get-caller-identity` with the same profile",
            ) from gap
        return answer["Account"], answer["Arn"]


class Account:
    """One account in one region, as collectors see it; `asked` lists the calls that this view needed."""

    def __init__(self, aws: Aws, account_id: str, region: str) -> None:
        self.aws = aws
        self.account_id = account_id
        self.region = region
        self.asked: list[str] = []

    def call(
        self,
        service: str,
        operation: str,
        /,
        *,
        none_when: tuple[str, ...] = (),
        region: str | None = None,
        again: bool = False,
        **parameters: Any,
    ) -> Json:
        """The answer of one API operation (`"iam"`, `"GetAccountPasswordPolicy"`) as plain JSON, asked once a run.

        Returns None where the service answers with one of the error codes in `none_when`: "there is none" is an
        answer. `again` asks anew, for what AWS is still making. Raises NotSeen with the reason for every other error.
        """
        region = region or self.region
        self._note(service, operation)
        if again:
            return self._send(service, operation, region, none_when, parameters)
        key = (service, region, operation, repr(sorted(parameters.items())), repr(none_when))
        return self._once(key, lambda: self._send(service, operation, region, none_when, parameters))

    def pages(self, service: str, operation: str, items: str, /, **parameters: Any) -> list[Json]:
        """All items of a paged operation: those under the key `items`, joined over the pages. Raises NotSeen."""
        self._note(service, operation)
        key = (service, self.region, operation, repr(sorted(parameters.items())), f"pages of {items}")
        found: list[Json] = self._once(key, lambda: self._pages(service, operation, items, parameters))
        return found

    def each(
        self, things: Iterable[Json], name: Callable[[Json], str], look: Callable[[Json], Json]
    ) -> Iterator[Seen | Unseen]:
        """For each thing, in order, Seen with `look(thing)`, or Unseen where that raised NotSeen; looks in parallel."""

        def one(thing: Json) -> Seen | Unseen:
            try:
                return Seen(name(thing), look(thing))
            except NotSeen as gap:
                return Unseen(name(thing), gap.reason)

        with ThreadPoolExecutor(THREADS) as pool:
            yield from pool.map(one, things)

    def _note(self, service: str, operation: str) -> None:
        if f"{service}:{operation}" not in self.asked:
            self.asked.append(f"{service}:{operation}")

    def _once(self, key: tuple[str, ...], ask: Callable[[], Json]) -> Json:
        with self.aws.lock:
            once = self.aws.answers.setdefault(key, _Once())
        return once.get(ask)

    def _pages(self, service: str, operation: str, items: str, parameters: dict[str, Any]) -> list[Json]:
        client = self.aws.client(service, self.region)
        method = xform_name(operation)
        if not client.can_paginate(method):
            return list(self._send(service, operation, self.region, (), parameters).get(items) or [])
        found: list[Json] = []
        with _Gaps(service, operation):
            for page in client.get_paginator(method).paginate(**parameters):
                self._count()
                found.extend(plain(page.get(items) or []))
        return found

    def _send(
        self, service: str, operation: str, region: str, none_when: tuple[str, ...], parameters: dict[str, Any]
    ) -> Json:
        self._count()
        try:
            with _Gaps(service, operation, none_when):
                answer = getattr(self.aws.client(service, region), xform_name(operation))(**parameters)
        except _NoneThere:
            return None
        answer.pop("ResponseMetadata", None)
        return plain(answer)

    def _count(self) -> None:
        self.aws.pace.wait()
        with self.aws.lock:
            self.aws.calls += 1


class _NoneThere(Exception):
    """The service answered that the thing does not exist."""


class _Once:
    """The answer of one question, asked by the first who wants it; an error is an answer, too."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.done = False
        self.value: Json = None
        self.gap: NotSeen | None = None

    def get(self, ask: Callable[[], Json]) -> Json:
        with self.lock:
            if not self.done:
                try:
                    self.value = ask()
                except NotSeen as gap:
                    self.gap = gap
                self.done = True
        if self.gap:
            raise NotSeen(self.gap.why, self.gap.reason)
        return self.value


class _Gaps:
    """Turns boto3's errors into NotSeen with a reason, or into _NoneThere for the codes in `none_when`."""

    def __init__(self, service: str, operation: str, none_when: tuple[str, ...] = ()) -> None:
        self.asked = f"{service}:{operation}"
        self.none_when = none_when

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, botocore.exceptions.ClientError):
            code = error.response["Error"].get("Code", "")
            if code in self.none_when:
                raise _NoneThere from None
            raise NotSeen(_why(code), f"{self.asked} answered {code}: {_short(error)}") from error
        if isinstance(error, botocore.exceptions.NoCredentialsError | botocore.exceptions.PartialCredentialsError):
            raise NotSeen("denied", f"{self.asked}: there are no AWS credentials") from error
        if isinstance(error, botocore.exceptions.ConnectionError | botocore.exceptions.HTTPClientError):
            raise NotSeen("unreachable", f"{self.asked} could not be reached: {type(error).__name__}") from error
        if isinstance(error, botocore.exceptions.BotoCoreError):
            raise NotSeen("failed", f"{self.asked} failed: {error}") from error


def _why(code: str) -> Why:
    if code in DENIED or code in BAD_CREDENTIALS:
        return "denied"
    if code in THROTTLED:
        return "throttled"
    return "unsupported" if code in UNSUPPORTED else "failed"


def _short(error: botocore.exceptions.ClientError) -> str:
    return str(error.response["Error"].get("Message", "")).strip().split("\n")[0][:200]


def plain(value: Any) -> Json:
    """An answer of boto3 as plain JSON: times as ISO 8601 in UTC, bytes as base64, the rest unaltered."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items() if key != "ResponseMetadata"}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if hasattr(value, "read"):
        return base64.b64encode(value.read()).decode()
    return value


def _address_without_prefix(request: Any, **_: Any) -> None:
    """Take the account id off the front of an IP address: S3 Control puts it there, but only a name can have one."""
    request.url = ACCOUNT_AT_ADDRESS.sub(r"\1\2", request.url)


def _session(place: AwsPlace) -> Any:
    core = CoreSession(profile=place.profile)
    if place.config_file:
        core.set_config_variable("config_file", place.config_file)
    return boto3.Session(botocore_session=core)


@cache
def _model(service: str) -> Any:
    return CoreSession().get_service_model(service)


def shape_of(path: str) -> Any:
    """The botocore shape at `service:Operation.Key.Key[]` of an operation's output; `[]` steps into a list or map.

    Raises KeyError where the vendor's model has no such thing.
    """
    service, _, rest = path.partition(":")
    operation, *keys = rest.split(".")
    shape = _model(service).operation_model(operation).output_shape
    for key in keys:
        name = key.rstrip("[]")
        shape = shape.members[name] if name else shape
        for _ in range(key.count("[]")):
            shape = shape.member if shape.type_name == "list" else shape.value
    return shape
