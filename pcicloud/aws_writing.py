"""The door through which pcicloud changes an AWS account: calls are made anew, errors name the next step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import botocore.exceptions
from botocore import xform_name

from pcicloud.aws import BAD_CREDENTIALS, DENIED, NOT_AWS, THROTTLED, Aws, plain
from pcicloud.errors import OutsideError
from pcicloud.model.outcome import Json


class AwsRefused(OutsideError):
    """AWS answered with an error; `code` and `message` are AWS's own, `operation` is `service:Operation`."""

    def __init__(self, operation: str, code: str, message: str) -> None:
        super().__init__(f"{operation} answered {code}: {message}", hint=_hint(operation, code))
        self.operation = operation
        self.code = code
        self.message = message


class Writer:
    """One account in one region, to be changed; nothing is remembered, since the answers change."""

    def __init__(self, aws: Aws, region: str) -> None:
        self.aws = aws
        self.region = region

    def call(self, service: str, operation: str, /, *, none_when: tuple[str, ...] = (), **parameters: Any) -> Json:
        """The answer of one operation as plain JSON, None where the error code is in `none_when`.

        `operation` is in either spelling (`CreateStack`, `create_stack`). Raises AwsRefused, or OutsideError where AWS
        can't be reached.
        """
        client, method = self.aws.client(service, self.region), xform_name(operation)
        try:
            with _refusals(f"{service}:{client.meta.method_to_api_mapping.get(method, operation)}"):
                return plain(getattr(client, method)(**parameters))
        except AwsRefused as refused:
            if refused.code in none_when:
                return None
            raise

    def pages(self, service: str, operation: str, items: str, /, **parameters: Any) -> Iterator[Json]:
        """The items under the key `items` of every page of an operation. Raises as `call` does."""
        client = self.aws.client(service, self.region)
        with _refusals(f"{service}:{operation}"):
            for page in client.get_paginator(xform_name(operation)).paginate(**parameters):
                yield from plain(page.get(items) or [])


@contextmanager
def _refusals(operation: str) -> Iterator[None]:
    try:
        yield
    except botocore.exceptions.ClientError as error:
        said = error.response["Error"]
        raise AwsRefused(operation, said.get("Code", ""), _one_line(said.get("Message", ""))) from error
    except (botocore.exceptions.NoCredentialsError, botocore.exceptions.PartialCredentialsError) as error:
        raise OutsideError(f"{operation}: there are no AWS credentials", hint=CREDENTIALS_HINT) from error
    except (botocore.exceptions.ConnectionError, botocore.exceptions.HTTPClientError) as error:
        raise OutsideError(f"{operation} could not be reached: {type(error).__name__}", hint=ENDPOINT_HINT) from error
    except NOT_AWS as error:
        raise OutsideError(f"{operation} was answered by something that is not AWS", hint=ENDPOINT_HINT) from error
    except botocore.exceptions.BotoCoreError as error:
        raise OutsideError(f"{operation} failed: {_one_line(str(error))}") from error


CREDENTIALS_HINT = "sign in again, or set `profile` under `aws:` in environment.yaml"
ENDPOINT_HINT = "check the network and `endpoint_url` under `aws:`; for the embedded AWS: `pcicloud emulator start`"


def _hint(operation: str, code: str) -> str:
    if code in BAD_CREDENTIALS:
        return CREDENTIALS_HINT
    if code in DENIED:
        return f"the caller needs the permission {operation}"
    if code in THROTTLED:
        return "AWS asks for fewer calls: lower `requests_per_s` in environment.yaml and run the same command again"
    return ""


def _one_line(text: str) -> str:
    return " ".join(str(text).split())[:1000]
