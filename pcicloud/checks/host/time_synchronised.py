"""The clock must follow a time server."""

from __future__ import annotations

from datetime import datetime

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed, unknown
from pcicloud.reading.lines import pairs

# chronyd asks at least every 1024 seconds unless told otherwise (maxpoll 10): an hour is three answers missed in a row.
SILENCE_MAX_S = 3600
UNSYNCHRONISED_STRATUM = 16


@check(evidence="host.time", when_none=failed("nothing is known of the clock"))
def time_synchronised(body: Json, env: Environment, *, seconds_max: int) -> Outcome:
    """The clock must follow a time server.

    Why: logs of machines with different clocks can't be put in order.
    Fix: name reachable servers in /etc/chrony/chrony.conf and restart chrony.
    Source: chronyc(1), tracking (reference time, stratum, leap status); chrony.conf(5), maxpoll; timedatectl(1).
    """
    said = body["tracking"]
    if said is not None and said["exit_code"] == 0:
        return _chrony(said["stdout"].strip().split(","), _now(body, env), seconds_max)
    if body["timedatectl"] is not None:
        state = pairs(body["timedatectl"]["stdout"].splitlines(), between="=")
        if state.get("ntpsynchronized") == "yes":
            return passed("systemd says that the clock is synchronised")
        return failed("systemd says that the clock is not synchronised")
    if said is None:
        return unknown("neither chronyc nor timedatectl could be asked here")
    return failed(f"chronyc gets no answer: {(said['stdout'] + said['stderr']).strip()[:100]}")


def _now(body: Json, env: Environment) -> float:
    """What the host's clock said when it was asked, in seconds since 1970; else the moment of judgement."""
    clock = body.get("clock")
    return (datetime.fromisoformat(clock) if clock else env.as_of).timestamp()


def _chrony(fields: list[str], now_s: float, seconds_max: int) -> Outcome:
    """Judge `chronyc -c tracking`: reference id, address, stratum, reference time, offset, …, leap status (last)."""
    reference, stratum, offset_s, leap = fields[1], int(fields[2]), abs(float(fields[4])), fields[-1]
    if leap == "Not synchronised" or not 0 < stratum < UNSYNCHRONISED_STRATUM:
        return failed(f"chrony follows no server (stratum {stratum}, {leap})")
    if reference in ("127.127.1.1", "", "7F7F0101") or fields[0] == "7F7F0101":
        return failed("chrony follows only the host's own clock")
    silent_s = now_s - float(fields[3])
    if silent_s < -SILENCE_MAX_S:
        return failed(f"the clock stands {-silent_s / 3600:.1f} hours before the time that {reference} last gave")
    if silent_s > SILENCE_MAX_S:
        return failed(f"{reference} last gave the time {silent_s / 3600:.1f} hours ago, so the clock runs free")
    if offset_s > seconds_max:
        return failed(f"the clock is {offset_s:.1f} seconds off, at most {seconds_max} are allowed")
    return passed(f"the clock follows {reference} (stratum {stratum})")
