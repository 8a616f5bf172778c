"""A time server must serve named networks only."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.lines import contents

WHOLE = ("0.0.0.0/0", "::/0", "0/0")


@check(evidence="host.time", when_none=failed("nothing is known of the clock"))
def time_serves_inside_only(body: Json, env: Environment) -> Outcome:
    """A time server must serve named networks only.

    Why: a server that answers everybody is used to flood others, and its clock is anybody's to question.
    Fix: `allow` with the network of each segment in chrony.conf.
    Source: chrony.conf(5), allow.
    """
    rows = [line.split() for line in contents(body["chrony"]) if line.split()[0] == "allow"]
    if not rows:
        return not_applicable("this host serves the time to nobody")
    wide = [" ".join(row) for row in rows if len([word for word in row[1:] if word != "all"]) == 0 or row[-1] in WHOLE]
    if wide:
        return failed(f"the time is served to everybody (`{wide[0]}`)")
    return passed(f"the time is served to {len(rows)} named networks")
