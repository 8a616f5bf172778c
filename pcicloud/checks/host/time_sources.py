"""The clock must take its time from servers that were chosen."""

from __future__ import annotations

import re

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed, unknown
from pcicloud.reading.lines import contents

DEFAULTS = re.compile(r"(\d\.)?(debian|ubuntu|centos|rhel|fedora|rocky|almalinux)\.pool\.ntp\.org")


@check(evidence="host.time", when_none=failed("nothing is known of the clock"))
def time_sources(body: Json, env: Environment) -> Outcome:
    """The clock must take its time from servers that were chosen.

    Why: only servers that are known and few give all machines one time.
    Fix: name your time servers in /etc/chrony/sources.d/ and take the distribution's pool away; list them as
      `time_servers` in environment.yaml.
    Source: chrony.conf(5), server, pool; timesyncd.conf(5), NTP.
    """
    named = [line.split()[1] for line in contents(body["chrony"]) if re.match(r"(server|pool|peer)\s+\S", line)]
    named += [name for line in contents(body["timesyncd"]) if line.startswith("NTP=") for name in line[4:].split()]
    chosen = {name.strip() for name in str(env.parameters.get("time_servers", "")).split(",") if name.strip()}
    if not named:
        return failed("no time server is named")
    vendors = [name for name in named if DEFAULTS.fullmatch(name)]
    if vendors:
        return failed(f"the time comes from the distribution's default, {vendors[0]}, which nobody chose")
    if not chosen:
        return unknown("environment.yaml does not say which time servers were chosen (time_servers)")
    strange = [name for name in named if name not in chosen]
    if strange:
        return failed(f"these time servers are not among the chosen ones: {', '.join(strange)}")
    return passed(f"the time comes from {', '.join(sorted(set(named)))}")
