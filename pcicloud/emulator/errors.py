"""The errors that the emulator answers with, in the protocol of the call."""

from __future__ import annotations

import json
from uuid import uuid4
from xml.sax.saxutils import escape

from pcicloud.emulator.call import Call, Reply


class ServiceError(Exception):
    """An error that an AWS operation answers with: its code, its text, its HTTP status."""

    def __init__(self, code: str, message: str, *, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


def error_reply(call: Call, error: ServiceError) -> Reply:
    """Return the error as the SDK of the call's protocol expects it."""
    if call.protocol in ("json", "rest-json"):
        return _json_error(call, error)
    return _xml_error(call, error)


def _json_error(call: Call, error: ServiceError) -> Reply:
    document = {"__type": error.code, "message": error.message, "Message": error.message}
    kind = "application/x-amz-json-1.1" if call.protocol == "json" else "application/json"
    headers = (("Content-Type", kind), ("x-amzn-errortype", error.code), ("x-amzn-requestid", str(uuid4())))
    return Reply(status=error.status, headers=headers, body=json.dumps(document).encode())


def _xml_error(call: Call, error: ServiceError) -> Reply:
    request_id = str(uuid4())
    fields = f"<Code>{escape(error.code)}</Code><Message>{escape(error.message)}</Message>"
    if call.protocol == "ec2":
        text = f"<Response><Errors><Error>{fields}</Error></Errors><RequestID>{request_id}</RequestID></Response>"
    elif call.service == "s3":
        text = f"<Error>{fields}<RequestId>{request_id}</RequestId></Error>"
    else:
        identifier = f"<RequestId>{request_id}</RequestId>"
        text = f"<ErrorResponse><Error><Type>Sender</Type>{fields}</Error>{identifier}</ErrorResponse>"
    return Reply(
        status=error.status, headers=(("Content-Type", "text/xml"),), body=f'<?xml version="1.0"?>{text}'.encode()
    )
