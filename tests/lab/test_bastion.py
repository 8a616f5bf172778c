"""What the bastion, the second factor and the watch over logins do, seen by real SSH from outside.

`run(place, command)` runs a command as root on a machine of the lab; the place `outside` is the network of customers and
administrators. Nothing here is told by a setting: each effect is caused and looked for.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import shlex
import time
from collections.abc import Callable

import pytest

from tests.lab.acting import Administrator, Done, Run

pytestmark = [pytest.mark.lab, pytest.mark.slow]

ADMINISTRATORS_ADDRESS = "198.51.100.200"
CUSTOMERS_ADDRESS = "198.51.100.100"
STEP_S = 30
TARGET = "mgmt"
SECRETS = "/var/lib/pcicloud/totp"


def test_key_alone_is_refused(run: Run, who: Administrator) -> None:
    """Fails with `AuthenticationMethods publickey`, or `nullok` and no secret."""
    said = _ssh(run, who, "true", options="-o PreferredAuthentications=publickey")
    assert said.returncode == 255, said
    assert "keyboard-interactive" in said.stdout, said


def test_key_and_code_enter(run: Run, who: Administrator) -> None:
    """Fails when the secret of the bastion is not the one that was made on the management server."""
    said = _ssh(run, who, "id -un", code=_code(run, who))
    assert (said.returncode, said.stdout.splitlines()[-1]) == (0, who.name), said


def test_foreign_key_is_refused(run: Run, who: Administrator) -> None:
    """A key that the administrator adds for himself opens nothing. Fails with AuthorizedKeysFile in the home."""
    key = f"/tmp/foreign-{who.name}"
    run("outside", f"rm -f {key} {key}.pub; ssh-keygen -q -t ed25519 -N '' -f {key}")
    public = run("outside", f"cat {key}.pub").stdout.strip()
    home = f"/home/{who.name}/.ssh"
    run(
        "bastion",
        f"printf '%s\\n' {shlex.quote(public)} > {home}/authorized_keys; chown {who.name} {home}/authorized_keys",
    )
    try:
        said = _ssh(run, who._replace(key=key), "true", code=_code(run, who))
        assert said.returncode == 255, said
        assert "publickey" in said.stdout, said
    finally:
        run("bastion", f"rm -f {home}/authorized_keys")
        run("outside", f"rm -f {key} {key}.pub")


def test_code_works_once(run: Run, who: Administrator) -> None:
    """8.5.1: a code that was seen can't be used again. Fails without DISALLOW_REUSE in the secret's file."""
    code = _code(run, who)
    assert _ssh(run, who, "true", code=code).returncode == 0
    assert _ssh(run, who, "true", code=code).returncode == 255
    _unlock(run, who)


def test_wrong_codes_lock(run: Run, who: Administrator) -> None:
    """Five wrong codes lock, also against the right one. Fails when pam_faillock is not around the module."""
    _unlock(run, who)
    right = _code(run, who)
    wrong = "000000" if right != "000000" else "111111"
    # Here the account is looked at, not the address, which earlier failures may have brought near its own bounds.
    run("bastion", f"fail2ban-client set sshd addignoreip {ADMINISTRATORS_ADDRESS}")
    for _ in range(5):
        assert _ssh(run, who, "true", code=wrong).returncode == 255
    try:
        counted = run("bastion", f"faillock --user {who.name}").stdout.count(" V\n")
        assert counted == 5, run("bastion", f"faillock --user {who.name}").stdout
        assert _ssh(run, who, "true", code=_code(run, who)).returncode == 255, "the right code opens a locked account"
        run("bastion", f"faillock --user {who.name} --reset")
        assert _ssh(run, who, "true", code=_code(run, who)).returncode == 0, "an unlocked account stays shut"
    finally:
        run("bastion", f"fail2ban-client set sshd delignoreip {ADMINISTRATORS_ADDRESS}")
        _unlock(run, who)


def test_guessing_bans_the_address(run: Run, who: Administrator) -> None:
    """Ten failures shut the address out in the kernel. Fails with fail2ban stopped, or with backend = auto."""
    _unlock(run, who)
    wrong = "000000"
    try:
        for _ in range(10):
            _ssh(run, who, "true", code=wrong)
            run("bastion", f"faillock --user {who.name} --reset")
        assert _within(20, lambda: not _reaches(run, who, ADMINISTRATORS_ADDRESS)), "port 22 still answers"
        banned = run("bastion", "nft list ruleset").stdout
        assert ADMINISTRATORS_ADDRESS in banned.partition("f2b-table")[2], banned
    finally:
        run("bastion", f"fail2ban-client unban {ADMINISTRATORS_ADDRESS}")
        _unlock(run, who)
    assert _reaches(run, who, ADMINISTRATORS_ADDRESS)


def test_automation_is_never_banned(run: Run, who: Administrator) -> None:
    """Fails when `ignoreip` loses the automation's address."""
    ignored = run("bastion", "fail2ban-client get sshd ignoreip").stdout
    settings = "/etc/ssh/sshd_config.d/10-pcicloud.conf"
    address = run("bastion", f"grep -o 'Address [0-9][0-9.]*' {settings}").stdout.split()[1]
    assert address in ignored, (address, ignored)


def test_others_reach_nothing(run: Run, who: Administrator) -> None:
    """Another address of the outside does not get to port 22. Fails with `administrators_cidr` 0.0.0.0/0."""
    assert _reaches(run, who, ADMINISTRATORS_ADDRESS)
    assert not _reaches(run, who, CUSTOMERS_ADDRESS)


def test_command_is_recorded(run: Run, who: Administrator) -> None:
    """`ssh bastion command`: its output and the command itself. Fails with /bin/bash as the login shell."""
    mark = _mark()
    said = _ssh(run, who, f"printf 'seen-%s\\n' {mark}", code=_code(run, who))
    assert f"seen-{mark}" in said.stdout, said
    _assert_recorded(run, f"seen-{mark}")
    commands = run("bastion", f"journalctl -t pcicloud-session -g {mark} -o cat --no-pager").stdout
    assert f"{who.name} from {ADMINISTRATORS_ADDRESS}" in commands, commands


def test_terminal_is_recorded(run: Run, who: Administrator) -> None:
    """An interactive shell. Fails with /bin/bash as the login shell."""
    mark = _mark()
    said = _ssh(run, who, "", code=_code(run, who), options="-tt", stdin=f"printf 'seen-%s\\n' {mark}\nexit\n")
    assert f"seen-{mark}" in said.stdout, said
    _assert_recorded(run, f"seen-{mark}")


def test_startup_files_are_no_way_around(run: Run, who: Administrator) -> None:
    """What stands in ~/.bashrc runs inside the recording. Fails when the recorder is a ForceCommand under bash."""
    mark = _mark()
    rc = f"/home/{who.name}/.bashrc"
    run(
        "bastion",
        f"cp -p {rc} {rc}.before; printf 'echo around-{mark}; exec /bin/sh -c \"echo past-{mark}\"\\n' > {rc}",
    )
    try:
        _ssh(run, who, "true", code=_code(run, who))
        _assert_recorded(run, f"past-{mark}")
    finally:
        run("bastion", f"mv {rc}.before {rc}")


def test_second_session_of_a_connection_is_refused(run: Run, who: Administrator) -> None:
    """tlog would let it by unrecorded. Fails with MaxSessions 10 and without the lock's test in /usr/lib/pcicloud/session."""
    path = f"/tmp/mux-{who.name}"
    code = _code(run, who)
    master = f"-f -o ControlMaster=yes -o ControlPath={path} -o ControlPersist=no"
    _ssh(run, who, "sleep 12", code=code, options=master, wait=False)
    try:
        assert _within(8, lambda: run("outside", f"test -S {path}").returncode == 0)
        time.sleep(1)
        again = f"timeout 8 ssh -S {path} -o ProxyCommand=false {who.name}@{who.bastion} 'echo unrecorded' </dev/null"
        said = run("outside", again)
        assert "unrecorded" not in said.stdout, said
    finally:
        run("outside", f"ssh -S {path} -O exit {who.name}@{who.bastion} 2>/dev/null; rm -f {path}")


def test_flood_hides_nothing(run: Run, who: Administrator) -> None:
    """What comes after 8 MB of output is in the recording. Fails with `limit.action` pass (the journal drops)."""
    mark = _mark()
    flood = f"head -c 8000000 /dev/zero | tr '\\0' x | fold -w 200; printf 'seen-%s\\n' {mark}"
    said = _ssh(run, who, flood, code=_code(run, who), quiet=True)
    assert said.returncode == 0, said
    _assert_recorded(run, f"seen-{mark}", within_s=40)


def test_recordings_are_out_of_reach(run: Run, who: Administrator) -> None:
    """The recorded person neither reads, alters nor deletes. Fails with the folder at 0777."""
    mark = _mark()
    _ssh(run, who, f"printf 'seen-%s\\n' {mark}", code=_code(run, who))
    _assert_recorded(run, f"seen-{mark}")
    place = run("bastion", f"grep -rl seen-{mark} /var/log/sessions").stdout.split()[0]
    attack = f"cat {place}; echo x >> {place}; rm -f {place}; rm -rf /var/log/sessions/*; mv /var/log/sessions /tmp/s; kill -9 -1"
    _ssh(run, who, attack, code=_code(run, who))
    assert f"seen-{mark}" in run("bastion", f"cat {place}").stdout
    modes = run("bastion", f"stat -c '%U %a' /var/log/sessions {place}").stdout.split("\n")
    assert modes[:2] == ["root 700", "root 600"], modes


def test_recording_plays(run: Run, who: Administrator) -> None:
    """What is kept is a recording that tlog-play shows. Fails when the lines are kept with syslog's header."""
    mark = _mark()
    _ssh(run, who, f"printf 'seen-%s\\n' {mark}", code=_code(run, who))
    _assert_recorded(run, f"seen-{mark}")
    place = run("bastion", f"grep -rl seen-{mark} /var/log/sessions").stdout.split()[0]
    said = run("bastion", f"script -qec 'tlog-play -r file --file-path={place} -g end' /dev/null")
    assert f"seen-{mark}" in said.stdout, said


def test_nothing_is_tunnelled(run: Run, who: Administrator) -> None:
    """Fails with AllowTcpForwarding local."""
    server = run("bastion", "sed -n 's/^ *HostName //p' /etc/ssh/ssh_config.d/10-pcicloud.conf").stdout.split()[0]
    said = _ssh(run, who, "", code=_code(run, who), options=f"-W {server}:22")
    assert "SSH-2.0" not in said.stdout, said
    assert said.returncode != 0, said


def test_way_on_wants_a_second_factor(run: Run, who: Administrator) -> None:
    """From the bastion on: key alone is refused, key and code enter. Fails when the key of the bastion is not spread."""
    _forget_uses(run, who, TARGET)
    refused = _ssh(run, who, f"ssh -o BatchMode=yes {TARGET} true; echo code $?", code=_code(run, who))
    assert "code 255" in refused.stdout, refused
    assert "keyboard-interactive" in refused.stdout, refused
    code = _code(run, who)
    on = f"printf '#!/bin/sh\\necho {code}\\n' > ~/ask; chmod 700 ~/ask; SSH_ASKPASS=~/ask SSH_ASKPASS_REQUIRE=force"
    entered = _ssh(run, who, f"{on} ssh {TARGET} 'echo on $(hostname)'; rm ~/ask", code=code)
    assert f"on {TARGET}" in entered.stdout, entered


def test_servers_take_administrators_from_the_bastion_only(run: Run, who: Administrator) -> None:
    """The bastion's key says from where. Fails without `from=` in the key's line."""
    line = run(TARGET, f"cat /etc/ssh/authorized_keys.d/{who.name}").stdout
    assert line.startswith(f'from="{who.bastion}",restrict,pty ssh-ed25519 '), line


def test_secret_is_roots(run: Run, who: Administrator) -> None:
    """The administrator can't read or remove the secret. Fails with the secret in the home."""
    said = _ssh(
        run,
        who,
        f"cat {SECRETS}/{who.name}; rm -f {SECRETS}/{who.name}; ls ~/.google_authenticator",
        code=_code(run, who),
    )
    assert said.stdout.count("Permission denied") >= 2, said
    assert run("bastion", f"stat -c '%U %a' {SECRETS}/{who.name}").stdout.strip() == "root 400"


def test_no_factor_no_entry(run: Run, who: Administrator) -> None:
    """Who never enrolled does not get in. Fails with nullok."""
    run("bastion", f"mv {SECRETS}/{who.name} {SECRETS}/.away")
    try:
        for code in ("", "000000"):
            assert _ssh(run, who, "true", code=code).returncode == 255
    finally:
        run("bastion", f"mv {SECRETS}/.away {SECRETS}/{who.name}")
        _unlock(run, who)


def _ssh(
    run: Run, who: Administrator, command: str, *, code: str | None = None, options: str = "", stdin: str = "",
    quiet: bool = False, wait: bool = True,
) -> Done:  # fmt: skip
    """`ssh bastion command` from the administrators' address; the code is typed where the server asks."""
    ask = f"/tmp/ask-{who.name}"
    asks = "false" if code is None else f"echo {shlex.quote(code)}"
    argv = (
        f"ssh -F none -b {ADMINISTRATORS_ADDRESS} -i {who.key} -o IdentitiesOnly=yes -o UserKnownHostsFile={who.known_hosts}"
        f" -o HostKeyAlias=bastion -o StrictHostKeyChecking=yes -o NumberOfPasswordPrompts=1 -o ConnectTimeout=8 {options}"
        f" {who.name}@{who.bastion} {shlex.quote(command) if command else ''}"
    )
    # tlog empties the terminal's input when it starts.
    give = f"(sleep 4; printf %s {shlex.quote(stdin)}) |" if stdin else ""
    to = ">/dev/null 2>&1" if quiet or not wait else "2>&1"
    text = (
        f"printf '#!/bin/sh\\n%s\\n' {shlex.quote(asks)} > {ask}; chmod 700 {ask};"
        f" export SSH_ASKPASS={ask} SSH_ASKPASS_REQUIRE=force DISPLAY=; {give} timeout 90 {argv} {to}"
        f"{'' if stdin else ' </dev/null'}; code=$?; rm -f {ask}; exit $code"
    )
    return run("outside", text)


def _code(run: Run, who: Administrator) -> str:
    """The code of this moment. What the bastion remembers of earlier ones is forgotten, or each test would take a minute."""
    _forget_uses(run, who, "bastion")
    left_s = STEP_S - time.time() % STEP_S
    if left_s < 3:
        time.sleep(left_s)
    secret = run("mgmt", f"head -n 1 /var/lib/pcicloud/enrolled/{who.name}/secret").stdout.strip()
    padded = secret + "=" * (-len(secret) % 8)
    digest = hmac.new(base64.b32decode(padded), int(time.time() // STEP_S).to_bytes(8, "big"), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at : at + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def _forget_uses(run: Run, who: Administrator, server: str) -> None:
    place = f"{SECRETS}/{who.name}"
    run(server, f"sed -i -E 's/^(\" DISALLOW_REUSE).*/\\1/; s/^(\" RATE_LIMIT 3 30).*/\\1/' {place}; chmod 400 {place}")


def _unlock(run: Run, who: Administrator) -> None:
    run("bastion", f"faillock --user {who.name} --reset; fail2ban-client unban {ADMINISTRATORS_ADDRESS} >/dev/null")
    _forget_uses(run, who, "bastion")


def _reaches(run: Run, who: Administrator, source: str) -> bool:
    return run("outside", f"nc -z -w 3 -s {source} {who.bastion} 22").returncode == 0


def _assert_recorded(run: Run, text: str, *, within_s: int = 15) -> None:
    def there() -> bool:
        return run("bastion", f"grep -rqs -- {text} /var/log/sessions").returncode == 0

    assert _within(within_s, there), f"{text} is in no recording"


def _within(seconds: float, holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.5)
    return True


def _mark() -> str:
    return f"{time.time_ns():x}"
