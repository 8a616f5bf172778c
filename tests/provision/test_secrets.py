"""Secrets never show; what only sounds like one does."""

from __future__ import annotations

from typing import Any

import pytest

from pcicloud.provision.aws.secrets import masked, shown_outputs
from pcicloud.provision.aws.template import parse_template


@pytest.mark.parametrize(
    ("path", "value", "shown"),
    [
        ("MasterUserPassword", "tiger", "****"),
        ("Login.Password", "tiger", "****"),
        ("SecretString", "tiger", "****"),
        ("Login", {"Password": "tiger", "Name": "scott"}, {"Password": "****", "Name": "scott"}),
        ("Logins", [{"AuthToken": "tiger"}], [{"AuthToken": "****"}]),
        ("SecretString", {"a": "tiger"}, "****"),
        ("AllowUsersToChangePassword", True, True),
        ("ManageMasterUserPassword", "true", "true"),
        ("PasswordReusePrevention", 24, 24),
        ("SecretArn", "arn:aws:x", "arn:aws:x"),
        ("MasterUserPassword", None, None),
    ],
)
def test_masked(path: str, value: Any, shown: Any) -> None:
    assert masked(path, value) == shown


def test_outputs_made_of_secrets_are_masked() -> None:
    template = parse_template(
        """
Parameters:
  Token: {Type: String, NoEcho: true}
Resources: {}
Outputs:
  Url: {Value: !Sub "https://x/${Token}"}
  AdminPassword: {Value: tiger}
  Name: {Value: shop}
""",
        name="t",
    )
    shown = shown_outputs(template, {"Url": "https://x/tiger", "AdminPassword": "tiger", "Name": "shop"})
    assert shown == {"AdminPassword": "****", "Name": "shop", "Url": "****"}
