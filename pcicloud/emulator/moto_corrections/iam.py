"""IAM: the root user's line of the credential report, and names in it that have a comma."""

from __future__ import annotations

import csv
import io
from typing import Any

COLUMNS = 22


def correct() -> None:
    """Put the root user first in the credential report with the second factor that AWS asks of it, and quote names."""
    from moto.iam.models import AccountSummary, IAMBackend, User

    # Another service's call may have made the account's backend already: what it answers is corrected, not its making.
    count = AccountSummary.summary_map.fget
    AccountSummary.summary_map = property(lambda summary: {**count(summary), "AccountMFAEnabled": 1})
    get = IAMBackend.get_credential_report

    def get_with_root(backend: Any) -> str:
        head, _, rest = str(get(backend)).partition("\n")
        return f"{head}\n{_root_line(backend)}\n{rest}"

    IAMBackend.get_credential_report = get_with_root
    write = User.to_csv

    def write_quoted(user: Any) -> str:
        # A name may have a comma; moto writes it without quotes, and so shifts every column.
        rest = str(write(user)).removeprefix(f"{user.name},{user.arn},")
        return f"{_quoted(user.name, user.arn)},{rest}"

    User.to_csv = write_quoted


def _quoted(*values: str) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(values)
    return text.getvalue()


def _root_line(backend: Any) -> str:
    has_mfa = bool(backend.account_summary.summary_map["AccountMFAEnabled"])
    known = [
        "<root_account>",
        f"arn:aws:iam::{backend.account_id}:root",
        "2026-01-01T00:00:00+00:00",
        "not_supported",
        "no_information",
        "not_supported",
        "not_supported",
        str(has_mfa).lower(),
    ]
    key = ["false", "N/A", "N/A", "N/A", "N/A"]
    certificate = ["false", "N/A"]
    line = known + key * 2 + certificate * 2
    return ",".join(line[:COLUMNS])


def correct_account_lookup() -> None:
    """Have moto look a key up only where accounts exist: its own way makes every partition of IAM, each in a second."""
    from moto.core import DEFAULT_ACCOUNT_ID
    from moto.iam import models

    def account_of_key(access_key: str) -> str:
        for account_id, of_account in list(models.iam_backends.items()):
            if any(access_key in backend.access_keys for backend in list(of_account.values())):
                return str(account_id)
        return str(DEFAULT_ACCOUNT_ID)

    models.get_account_id_from = account_of_key
