"""Recordings of sessions must be kept for long enough."""

from __future__ import annotations

import re

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.lines import contents

FOLDER = "/var/log/sessions"


@check(evidence="host.sessions", when_none=not_applicable("no recording of sessions is installed"))
def session_recordings_kept(body: Json, env: Environment, *, days_min: int) -> Outcome:
    """Recordings of sessions must be kept for long enough.

    Why: they are a part of the audit log, and asked for months later.
    Fix: an age of 400d for the folder in /etc/tmpfiles.d/.
    Source: systemd, tmpfiles.d(5), Age.
    """
    rows = [line.split() for line in contents(body["kept"])]
    ages = [row[5] for row in rows if len(row) > 5 and row[1].rstrip("/") == FOLDER]
    days = [int(age[:-1]) for age in ages if re.fullmatch(r"\d+d", age)]
    if any(age != "-" for age in ages) and not days:
        return unknown(f"the age {ages[0]} is not read")
    short = [one for one in days if one < days_min]
    if short:
        return failed(f"recordings are removed after {short[0]} days, {days_min} are required")
    return passed(f"recordings are kept for {min(days)} days" if days else "nothing removes recordings")
