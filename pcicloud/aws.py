"""The door to AWS, the only importer of boto3: asks each question once, paces itself, says why it could not see."""

from __future__ import annotations

import base64
import os
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

import boto3
import botocore.exceptions
import botocore.parsers
from botocore import xform_name
from botocore.config import Config
from botocore.session import Session as CoreSession

from pcicloud.aws_models import ModelFiles
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
#: What botocore raises for an answer of another form; of XML without the result that it looks for, a KeyError.
NOT_AWS = (botocore.parsers.ResponseParserError, KeyError)
THREADS = 16
ACCOUNT_AT_ADDRESS = re.compile(r"^(https?://)\d{12}\.(\d+\.\d+\.\d+\.\d+[:/])")


class Pace:
    """Lets one service in one region be asked `per_s` times a second, over all threads.

    AWS counts the requests of an account for each service and region apart, and lets a short burst pass (Amazon EC2
    API Reference, "Request throttling": a token bucket). So do we: what one second holds may go at once.
    """

    def __init__(self, per_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.gap_s = 1.0 / per_s
        self.burst_s = 1.0 - self.gap_s
        self.clock = clock
        self.due_s: dict[tuple[str, str], float] = {}
        self.lock = threading.Lock()

    def wait(self, service: str, region: str) -> None:
        """Return when the service may be asked."""
        delay_s = self.book_s(service, region)
        if delay_s > 0:
            time.sleep(delay_s)

    def book_s(self, service: str, region: str) -> float:
        """Take the next place in the service's line; how many seconds from now it is."""
        with self.lock:
            now = self.clock()
            due = max(now, self.due_s.get((service, region), now))
            self.due_s[service, region] = due + self.gap_s
        return max(0.0, due - self.burst_s - now)


class Aws:
    """A session of one account: clients, the memory of what was asked, and the pace. Hold one for a whole run."""

    def __init__(self, place: AwsPlace) -> None:
        self.place = place
        self.session = _session(place)
        self.pace = Pace(place.requests_per_s)
        self.clients: dict[tuple[str, str], Any] = {}
        self.answers: dict[tuple[str, ...], _Once] = {}
        self.lock = threading.Lock()
        self.clients_lock = threading.Lock()
        self.looks = ThreadPoolExecutor(THREADS)
        self.calls = 0

    def client(self, service: str, region: str) -> Any:
        """The boto3 client of a service in a region, made once."""
        with self.clients_lock:
            if (service, region) not in self.clients:
                with _profile_read(self.place):
                    client = self.session.client(
                        service,
                        region_name=region,
                        endpoint_url=self.place.endpoint_url,
                        config=Config(
                            retries={"mode": "standard", "max_attempts": 6},
                            max_pool_connections=2 * THREADS,
                            connect_timeout=5,
                            read_timeout=30,
                        ),
                    )
                client.meta.events.register_first("request-created.s3-control", _address_without_prefix)
                client.meta.events.register("before-send", partial(self._before_send, service, region))
                self.clients[service, region] = client
            return self.clients[service, region]

    def _before_send(self, service: str, region: str, **_: Any) -> None:
        """Wait until this request may go, and count it; the repetition of one is a request, too."""
        self.pace.wait(service, region)
        with self.lock:
            self.calls += 1

    def identity(self) -> tuple[str, str]:
        """The account id and the ARN of who asks.

        Raises OutsideError for wrong credentials, a wrong endpoint, or another account than environment.yaml names.
        """
        try_it = self.place.cli("sts", "get-caller-identity")
        hint = f"check the credentials (`profile` under `aws:` in environment.yaml, or sign in again): {try_it}"
        try:
            answer = Account(self, "", self.place.regions[0]).call("sts", "GetCallerIdentity")
        except NotSeen as gap:
            if gap.why == "unreachable":
                hint = "check the network and the endpoint; the embedded AWS is started by `pcicloud emulator start`"
            raise OutsideError(f"AWS did not say who we are: {gap.reason}", hint=hint) from gap
        account, arn = answer.get("Account"), answer.get("Arn")
        if not account or not arn:
            raise OutsideError("AWS did not say who we are: what answers there is not AWS", hint=hint)
        if self.place.account not in (None, account):
            raise OutsideError(
                f"these credentials are of the account {account}, environment.yaml names {self.place.account}",
                hint="nothing was read or changed; choose another profile, or mend `account` under `aws:`",
            )
        return account, arn


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
        """For each thing, in order, Seen with `look(thing)`, or Unseen where that raised NotSeen; looks in parallel.

        `look` doesn't call `each` itself: it would wait for the threads that it runs in.
        """

        def one(thing: Json) -> Seen | Unseen:
            try:
                return Seen(name(thing), look(thing))
            except NotSeen as gap:
                return Unseen(name(thing), gap.reason)

        yield from self.aws.looks.map(one, things)

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
                found.extend(plain(page.get(items) or []))
        return found

    def _send(
        self, service: str, operation: str, region: str, none_when: tuple[str, ...], parameters: dict[str, Any]
    ) -> Json:
        try:
            with _Gaps(service, operation, none_when):
                answer = getattr(self.aws.client(service, region), xform_name(operation))(**parameters)
        except _NoneThere:
            return None
        answer.pop("ResponseMetadata", None)
        return plain(answer)


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
        if isinstance(error, NOT_AWS):
            # Its text holds the whole answer of whatever is there.
            raise NotSeen("failed", f"{self.asked} was answered by something that is not AWS") from error
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
    if place.config_file and not Path(place.config_file).is_file():
        raise OutsideError(
            f"there is no AWS config file {place.config_file}",
            hint="mend `config_file` under `aws:`; that of the embedded AWS is written by `pcicloud emulator start`",
        )
    with _profile_read(place):
        core = CoreSession(profile=place.profile)
        if place.config_file:
            core.set_config_variable("config_file", place.config_file)
        core.get_component("data_loader").file_loader = ModelFiles()
        return boto3.Session(botocore_session=core)


@contextmanager
def _profile_read(place: AwsPlace) -> Iterator[None]:
    """Raises OutsideError where the AWS profile or its file can't be used; boto3 reads them piece by piece."""
    try:
        yield
    except (botocore.exceptions.BotoCoreError, ValueError) as error:
        file = place.config_file or os.environ.get("AWS_CONFIG_FILE") or "~/.aws/config"
        what = str(error).splitlines()[0]
        hint = f"mend `profile` under `aws:` in environment.yaml, or the file {file}"
        raise OutsideError(f"the AWS profile can't be used: {what}", hint=hint) from error


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
