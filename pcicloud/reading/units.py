"""systemd's units: what starts at boot and what runs."""

from __future__ import annotations

from pcicloud.model.outcome import Json, Outcome, failed, passed

AT_BOOT = ("enabled", "enabled-runtime", "alias", "static", "indirect", "generated")


def enabled(body: Json) -> frozenset[str]:
    """The units that start at boot by themselves (`enabled`), without `static` ones that need another."""
    return frozenset(name for name, state in _states(body).items() if state in ("enabled", "enabled-runtime"))


def present(body: Json) -> frozenset[str]:
    """Every unit that is installed, masked ones left out."""
    return frozenset(name for name, state in _states(body).items() if state not in ("masked", "masked-runtime"))


def active(body: Json) -> frozenset[str] | None:
    """The units that are active now; None where no systemd runs (an image, a chroot)."""
    if body["loaded"] is None:
        return None
    rows = (line.split() for line in body["loaded"]["stdout"].splitlines())
    return frozenset(row[0] for row in rows if len(row) > 3 and row[2] == "active")


def runs(body: Json, *units: str, what: str) -> Outcome:
    """Passed where one of the units starts at boot and, on a booted host, is active now."""
    starting = [unit for unit in units if unit in enabled(body)]
    if not starting:
        return failed(f"{what} does not start at boot (looked for {', '.join(units)})")
    now = active(body)
    if now is None:
        return passed(f"{starting[0]} starts at boot (no service manager runs here, so nothing could be running)")
    running = [unit for unit in starting if unit in now]
    if not running:
        return failed(f"{starting[0]} starts at boot but is not active now")
    return passed(f"{running[0]} starts at boot and is active")


def _states(body: Json) -> dict[str, str]:
    rows = (line.split() for line in body["installed"]["stdout"].splitlines())
    return {row[0]: row[1] for row in rows if len(row) > 1}
