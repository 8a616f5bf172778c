"""The nftables ruleset as `nft -j list ruleset` prints it (libnftables-json(5)), or iptables-save's text."""

from __future__ import annotations

import json
import re

import msgspec

from pcicloud.model.outcome import Json, Outcome, failed, passed, unknown

INTERNET = ("ip", "ip6", "inet")
DEPTH_MAX = 8


class Chain(msgspec.Struct, frozen=True, kw_only=True):
    """A base chain: where it hooks in, what becomes of packets that no rule takes, and its rules' expressions."""

    name: str
    family: str
    hook: str
    policy: str
    rules: tuple[list[Json], ...]


def chains(body: Json, hook: str) -> tuple[Chain, ...]:
    """The filter chains on a hook (`input`, `forward`, `output`)."""
    if body["nftables"] is None:
        said = {"ip": body["iptables"], "ip6": body["ip6tables"]}
        texts = {family: one["stdout"] for family, one in said.items() if one}
        return tuple(chain for family, text in texts.items() for chain in _legacy_chains(text, family, hook))
    items = json.loads(body["nftables"]["stdout"])["nftables"]
    rules = [item["rule"] for item in items if "rule" in item]
    return tuple(
        _chain(item["chain"], rules) for item in items if item.get("chain", {}).get("hook") == hook and _filters(item)
    )


def drops_by_default(body: Json, hook: str) -> Outcome:
    """Passed where every packet on the hook that no rule allows is dropped, for IPv4 and IPv6."""
    found = chains(body, hook)
    covered = {family for chain in found if is_closed(chain) for family in _families(chain)}
    if not found:
        return failed(f"no chain filters {hook}, so everything is let through")
    missing = sorted({"ip", "ip6"} - covered)
    if missing:
        named = " and ".join({"ip": "IPv4", "ip6": "IPv6"}[family] for family in missing)
        return failed(f"{hook} lets {named} packets through that no rule names: no chain there has the policy drop")
    if any(_lets_all_through(chain) for chain in found if is_closed(chain)):
        return failed(f"{hook} has the policy drop, but a rule accepts everything before it")
    return passed(f"{hook} drops what no rule allows, for IPv4 and IPv6")


def is_closed(chain: Chain) -> bool:
    """Whether the policy is drop or the last rule drops everything."""
    last = chain.rules[-1] if chain.rules else []
    return chain.policy == "drop" or (bool(last) and _decides(last, "drop", "reject") and not _matches(last))


def open_ports(body: Json, ports: frozenset[int]) -> tuple[int, ...] | Outcome:
    """Those of the ports that an input rule accepts from any source address or interface; unknown for old rules."""
    if body["nftables"] is None:
        return unknown("the rules are iptables rules, which are not read rule by rule: move to nftables")
    found: set[int] = set()
    every = [rule for chain in chains(body, "input") for rule in chain.rules]
    if any(_maps_more_than_states(part) for rule in every for part in rule):
        return unknown("a rule of the input chain decides by a map (vmap), which is not read")
    for chain in chains(body, "input"):
        for rule in chain.rules:
            if _decides(rule, "accept") and not _narrow(rule):
                found |= {port for port in ports if _covers(rule, port)}
    return tuple(sorted(found))


def _filters(item: Json) -> bool:
    return item["chain"]["family"] in INTERNET and item["chain"].get("type") == "filter"


def _chain(chain: Json, rules: list[Json]) -> Chain:
    table: dict[str, list[Json]] = {}
    for rule in rules:
        if (rule["family"], rule["table"]) == (chain["family"], chain["table"]):
            table.setdefault(rule["chain"], []).append(rule["expr"])
    return Chain(
        name=f"{chain['table']} {chain['name']}",
        family=chain["family"],
        hook=chain["hook"],
        policy=chain.get("policy", "accept"),
        rules=tuple(_expanded(table, chain["name"], DEPTH_MAX)),
    )


def _expanded(table: dict[str, list[Json]], name: str, depth: int) -> list[list[Json]]:
    """The rules of a chain; in place of a jump, the rules that it leads to with the jump's own conditions."""
    found: list[list[Json]] = []
    for rule in table.get(name, []):
        target = next((part[verb]["target"] for part in rule for verb in ("jump", "goto") if verb in part), None)
        if target is None or depth == 0:
            found.append(rule)
        else:
            conditions = [part for part in rule if "match" in part]
            found += [[*conditions, *inner] for inner in _expanded(table, target, depth - 1)]
    return found


def _families(chain: Chain) -> tuple[str, ...]:
    return ("ip", "ip6") if chain.family == "inet" else (chain.family,)


def _decides(rule: list[Json], *verdicts: str) -> bool:
    return any(verdict in part for part in rule for verdict in verdicts)


def _matches(rule: list[Json]) -> list[Json]:
    return [part["match"] for part in rule if "match" in part]


def _narrow(rule: list[Json]) -> bool:
    """Whether a rule asks for a source, for the loopback interface, or for an established connection."""
    return any(_is_narrowing(match) for match in _matches(rule))


def _maps_more_than_states(part: Json) -> bool:
    return "vmap" in part and part["vmap"]["key"].get("ct", {}).get("key") != "state"


def _is_narrowing(match: Json) -> bool:
    left, right = match["left"], match["right"]
    if "ct" in left:
        states = set(_items(right))
        return left["ct"].get("key") == "state" and "new" not in states
    if left.get("meta", {}).get("key") in ("iifname", "iif"):
        return bool(right)
    payload = left.get("payload", {})
    return payload.get("field") == "saddr" and not _is_everywhere(right)


def _is_everywhere(right: Json) -> bool:
    return isinstance(right, dict) and right.get("prefix", {}).get("len") == 0


def _covers(rule: list[Json], port: int) -> bool:
    wanted = [m["right"] for m in _matches(rule) if m["left"].get("payload", {}).get("field") == "dport"]
    others = [m for m in _matches(rule) if "payload" in m["left"] or "meta" in m["left"]]
    if not wanted:
        return not others
    return all(any(_holds(item, port) for item in _items(right)) for right in wanted)


def _items(right: Json) -> list[Json]:
    if isinstance(right, dict) and "set" in right:
        return list(right["set"])
    return right if isinstance(right, list) else [right]


def _holds(item: Json, port: int) -> bool:
    if isinstance(item, dict) and "range" in item:
        return bool(item["range"][0] <= port <= item["range"][1])
    return bool(item == port)


def _lets_all_through(chain: Chain) -> bool:
    return any(_decides(rule, "accept") and not _matches(rule) for rule in chain.rules)


def _legacy_chains(text: str, family: str, hook: str) -> tuple[Chain, ...]:
    table = text.split("*filter", 1)[-1].split("COMMIT", 1)[0]
    found = re.search(rf"^:{hook.upper()} (\w+)", table, re.MULTILINE)
    if found is None:
        return ()
    return (Chain(name=f"filter {hook.upper()}", family=family, hook=hook, policy=found[1].lower(), rules=()),)
