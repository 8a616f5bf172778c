"""How pcicloud reaches machines that it made: a key, a password for sudo, and host keys known from the start."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from pathlib import Path

from pcicloud.linux import run
from pcicloud.model.fleet import Server
from pcicloud.provision.hosts.fleet import ACCOUNT
from pcicloud.provision.lab.places import Places

#: Of SHA-512 in crypt(5).
ROUNDS = 65536
SSH_CONFIG = """Host {name} {address}
  HostName {address}
  HostKeyAlias {name}
  User {account}
  ProxyCommand ip netns exec {control} nc %h %p
  IdentityFile {key}
  IdentitiesOnly yes
  UserKnownHostsFile {known_hosts}
  StrictHostKeyChecking yes
"""


def credentials(places: Places) -> tuple[str, str]:
    """The public key and the password's hash of the automation's account; made once a lab, kept in memory."""
    key = places.runtime / "key"
    if not key.exists():
        new_key(key, comment=places.id)
    if not places.sudo_password.exists():
        places.sudo_password.touch(mode=0o600)
        places.sudo_password.write_text(secrets.token_urlsafe(24))
    password = places.sudo_password.read_text()
    salt = f"rounds={ROUNDS}${secrets.token_hex(8)}"
    hashed = run("openssl", "passwd", "-6", "-salt", salt, "-stdin", stdin=password).strip()
    return key.with_suffix(".pub").read_text(), hashed


def new_key(place: Path, *, comment: str = "") -> None:
    """A new Ed25519 key of OpenSSH, without a passphrase, at the place and `.pub` beside it."""
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", str(place))


def public_key(place: Path) -> str:
    """Kind and key of a public key's file, as known_hosts has them."""
    kind, key, *_ = place.read_text().split()
    return f"{kind} {key}"


def say_how_to_reach(places: Places, servers: Iterable[tuple[Server, str]]) -> None:
    """Write ssh(1)'s settings and known hosts for servers with their public host keys, and say where the lab is."""
    all_of_them = tuple(servers)
    known = places.runtime / "known_hosts"
    known.write_text("".join(f"{server.name} {key}\n" for server, key in all_of_them))
    about = {"account": ACCOUNT, "control": places.control, "key": places.runtime / "key", "known_hosts": known}
    texts = [SSH_CONFIG.format(name=server.name, address=server.address, **about) for server, _ in all_of_them]
    places.ssh_config.write_text("".join(texts))
    link = places.state / "run"
    link.unlink(missing_ok=True)
    link.symlink_to(places.runtime)
