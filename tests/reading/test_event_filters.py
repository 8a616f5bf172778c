"""Filter patterns of CloudWatch Logs are read as the service reads them, or refused."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcicloud.reading.event_filters import UnreadPatternError, passes

EVENT: dict[str, Any] = {
    "eventName": "StopLogging",
    "eventSource": "cloudtrail.amazonaws.com",
    "readOnly": False,
    "count": 12,
    "userIdentity": {"type": "Root"},
    "errorCode": "Client.UnauthorizedOperation",
}


@pytest.mark.parametrize(
    "pattern",
    [
        "{ $.eventName = StopLogging }",
        '{$.eventName="StopLogging"}',
        "{ $.eventName = Stop* }",
        '{ $.errorCode = "*UnauthorizedOperation" }',
        "{ ($.eventName = DeleteTrail) || ($.eventName = StopLogging) }",
        '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS }',
        "{ $.readOnly IS FALSE }",
        "{ $.missing NOT EXISTS }",
        "{ $.eventName != DeleteTrail }",
        "{ $.count >= 12 }",
        "{ $.count > 11.5 && $.count < 13 }",
        "{ $.eventName = %^Stop% }",
        "{ $.eventName = DeleteTrail || $.eventName = StopLogging && $.readOnly IS FALSE }",
    ],
)
def test_an_event_that_fits_passes(pattern: str) -> None:
    assert passes(pattern, EVENT)


@pytest.mark.parametrize(
    "pattern",
    [
        "{ $.eventName = Stop }",
        "{ $.eventName = stoplogging }",
        "{ ($.eventName = StopLogging) && ($.eventSource = s3.amazonaws.com) }",
        "{ $.missing = StopLogging }",
        "{ $.missing != StopLogging }",
        "{ $.userIdentity EXISTS && $.readOnly IS TRUE }",
        "{ $.count > 12 }",
        "{ $.eventName > 1 }",
        "{ ($.eventName = StopLogging || $.readOnly IS FALSE) && $.count = 1 }",
        '{ $.eventName = "Stop[A-Z]ogging" }',
    ],
)
def test_an_event_that_does_not_fit_is_held_back(pattern: str) -> None:
    assert not passes(pattern, EVENT)


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "Root",
        "[ip, user, ...]",
        "{ $.a = }",
        "{ $.a = 1",
        "{ ($.a = 1 }",
        "{ a = 1 }",
        "{ $.a ~ 1 }",
        "{ $.a = 1 } x",
    ],
)
def test_what_cannot_be_read_is_said_and_never_guessed(pattern: str) -> None:
    with pytest.raises(UnreadPatternError):
        passes(pattern, EVENT)


@given(st.text(alphabet="{}()$.ab =!&|<>\"%*' \\", max_size=40))
def test_any_text_is_read_or_refused(pattern: str) -> None:
    with suppress(UnreadPatternError):
        assert passes(pattern, EVENT) in (True, False)
