"""The credential report is read whatever its users are called; a line that can't be read is said to be one."""

from __future__ import annotations

import pytest

from pcicloud.reading.credential_report import lines_of

HEAD = "user,arn,mfa_active"
ARN = "arn:aws:iam::111122223333:user/"


@pytest.mark.parametrize(
    ("line", "user"),
    [
        (f"sato,{ARN}sato,true", "sato"),
        (f'"sato,ken","{ARN}sato,ken",true', "sato,ken"),
        (f"sato,ken,{ARN}sato,ken,true", "sato,ken"),
        (f"a,b,c,{ARN}team/a,b,c,true", "a,b,c"),
        (f'"sa""to","{ARN}sa""to",true', 'sa"to'),
        (f'"sa\nto","{ARN}sa\nto",true', "sa\nto"),
        (f"=cmd|x,{ARN}=cmd|x,true", "=cmd|x"),
    ],
)
def test_a_name_is_read_as_it_is(line: str, user: str) -> None:
    [(arn, values)] = lines_of(f"{HEAD}\n{line}\n")
    assert values == {"user": user, "arn": arn, "mfa_active": "true"}


@pytest.mark.parametrize("line", ["sato", f"sato,{ARN}sato,true,more", f"a,b,{ARN}c,d,true"])
def test_a_line_that_does_not_fit_is_no_user(line: str) -> None:
    [(_, values)] = lines_of(f"{HEAD}\n{line}\n")
    assert values is None


def test_a_report_without_lines_has_no_user() -> None:
    assert list(lines_of("")) == list(lines_of(f"{HEAD}\n\n")) == []
