"""Run by itself: `outside_line.py NAMESPACE ADDRESS PORT CGROUPS SITES`: a lab's outside, packages and time.

GET http://<mirror>/<path> (as a proxy) or /<mirror>/<path> gives a file of one of this machine's own package mirrors,
or of the SITES of the lab's system, fetched by apt's helper with apt's own settings, and nothing else. A package's file
never changes and is kept; lists of packages are fetched anew after some minutes. UDP port 123 tells this machine's
time, as an NTP server does (RFC 5905).
"""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import os
import re
import shutil
import struct
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import DatagramRequestHandler, ThreadingUDPServer
from typing import ClassVar
from urllib.parse import urlsplit

CLONE_NEWNET = 0x40000000
HELPER = "/usr/lib/apt/apt-helper"
LISTS_FRESH_S = 1800
FETCH_TIMEOUT_S = 300
IDLE_TIMEOUT_S = 60
NTP_PORT, NTP_BYTES, NTP_CLIENT, NTP_SERVER, STRATUM = 123, 48, 3, 4, 3
SINCE_1900_S = 2_208_988_800
PATH = re.compile(r"/?(?P<host>[A-Za-z0-9.-]+)(?P<path>/[A-Za-z0-9_./+~:%=-]*)")
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pcicloud" / "packages"


def mirrors() -> dict[str, str]:
    """The hosts of this machine's own sources with their schemes."""
    said = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(SITE)"], capture_output=True, text=True, check=False
    )
    found = {urlsplit(line).hostname or "": urlsplit(line).scheme for line in said.stdout.split()}
    return {host: scheme for host, scheme in found.items() if host}


class Line(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"  # a mirror asks for many files over one connection
    timeout = IDLE_TIMEOUT_S
    known: ClassVar[dict[str, str]] = {}

    def do_GET(self) -> None:
        """Answer with the file, or say why not."""
        parts = urlsplit(self.path)
        asked = f"/{parts.hostname}{parts.path}" if parts.netloc else parts.path
        match = PATH.fullmatch(asked)
        if not match or match["host"] not in self.known or ".." in match["path"].split("/"):
            print(f"refused: {self.path}", file=sys.stderr, flush=True)
            self.send_error(403, "not one of the lab's package mirrors")
            return
        url = f"{self.known[match['host']]}://{match['host']}{match['path']}"
        place = CACHE / hashlib.sha256(url.encode()).hexdigest()
        if not self._have(url, place):
            self.send_error(404, "the mirror does not have it")
            return
        self.send_response(200)
        self.send_header("Content-Length", str(place.stat().st_size))
        self.send_header("Content-Type", "application/octet-stream")
        self.end_headers()
        with place.open("rb") as file:
            shutil.copyfileobj(file, self.wfile)

    def do_HEAD(self) -> None:
        """Nothing here needs it."""
        self.send_error(405)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class calls it so
        """Say nothing of each request."""

    def _have(self, url: str, place: Path) -> bool:
        with place.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            fixed = url.endswith((".deb", ".udeb")) or "/by-hash/" in url
            if place.exists() and (fixed or time.time() - place.stat().st_mtime < LISTS_FRESH_S):
                return True
            part = place.with_suffix(".part")
            part.unlink(missing_ok=True)
            argv = [HELPER, "download-file", url, str(part)]
            done = subprocess.run(argv, capture_output=True, timeout=FETCH_TIMEOUT_S, check=False)
            if done.returncode != 0 or not part.exists():
                return False
            os.utime(part)
            part.replace(place)
            return True


class Door(ThreadingHTTPServer):
    """The server; a mirror with many clients asks more at once than the five that Python would let wait."""

    request_queue_size = 256


class Clock(DatagramRequestHandler):
    """One question for the time: a header of 48 bytes, answered in the same form."""

    def handle(self) -> None:
        """Answer, where it is a question of NTP."""
        asked = self.rfile.read()
        if len(asked) < NTP_BYTES or asked[0] & 7 != NTP_CLIENT:
            return
        now = _stamp(time.time())
        version = asked[0] >> 3 & 7
        head = struct.pack("!BBbbII4s", version << 3 | NTP_SERVER, STRATUM, 6, -20, 0, 1 << 8, b"LAB\0")
        self.wfile.write(head + now + asked[40:48] + now + _stamp(time.time()))


def _stamp(seconds: float) -> bytes:
    """A time as NTP writes it: seconds since 1900, and their fraction."""
    whole = int(seconds)
    return struct.pack("!II", whole + SINCE_1900_S & 0xFFFFFFFF, int((seconds - whole) * 2**32))


def main() -> None:
    """Enter the control groups, listen inside, fetch outside."""
    namespace, address, port, groups, sites = sys.argv[1:6]
    for group in groups.split(","):
        Path(group, "cgroup.procs").write_text(str(os.getpid()))
    CACHE.mkdir(parents=True, exist_ok=True)
    Line.known = dict.fromkeys(sites.split(","), "http") | mirrors()
    libc = ctypes.CDLL(None, use_errno=True)
    home = os.open("/proc/self/ns/net", os.O_RDONLY)
    inside = os.open(namespace, os.O_RDONLY)
    if libc.setns(inside, CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns")
    server = Door((address, int(port)), Line)
    clock = ThreadingUDPServer((address, NTP_PORT), Clock)
    if libc.setns(home, CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns")
    threading.Thread(target=clock.serve_forever, daemon=True).start()
    server.serve_forever()


if __name__ == "__main__":
    main()
