"""Nobody must be root by a group."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed, unknown
from pcicloud.reading.accounts import accounts
from pcicloud.reading.lines import content

GROUPS = ("disk", "shadow", "kmem", "docker", "lxd", "lxc", "libvirt", "root")


@check(evidence="host.accounts", when_none=failed("no accounts could be read"))
def accounts_root_equivalent(body: Json, env: Environment) -> Outcome:
    """Nobody must be root by a group.

    Why: members of these groups become root without sudo, and so without its log.
    Fix: take the person out: `gpasswd --delete NAME GROUP`.
    Source: Debian, base-passwd, users-and-groups (disk, shadow, kmem); Docker documentation, Linux
      post-installation steps.
    """
    rows = [line.split(":") for line in content(body["group"]).splitlines()]
    if not rows:
        return unknown("/etc/group is not there")
    members = [
        (row[0], name) for row in rows if len(row) == 4 and row[0] in GROUPS for name in row[3].split(",") if name
    ]
    by_id = {row[2]: row[0] for row in rows if len(row) == 4 and row[0] in GROUPS}
    members += [(by_id[str(one.gid)], one.name) for one in accounts(body) if str(one.gid) in by_id]
    people = {one.name for one in accounts(body) if one.is_person}
    found = [f"{name} ({group})" for group, name in members if name in people]
    if found:
        return failed(f"these persons can become root by a group: {', '.join(found)}")
    return passed("nobody can become root by a group")
