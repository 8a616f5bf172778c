"""`python -m pcicloud.emulator --port N --state DIR`: the emulator's process, until SIGTERM."""

from __future__ import annotations

import argparse
import os
import signal
import threading
from pathlib import Path

from pcicloud.emulator.server import EmulatorServer
from pcicloud.emulator.state_folder import write_running


def main() -> None:
    """Serve until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="python -m pcicloud.emulator", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--state", type=Path, required=True, help="folder for the pid, the port and the AWS profile")
    options = parser.parse_args()
    server = EmulatorServer(options.port)

    def stop(*_: object) -> None:
        # `shutdown` waits for the serving loop, which is this thread: ask from another one.
        threading.Thread(target=server.shutdown).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    write_running(options.state, pid=os.getpid(), port=server.port)
    server.serve_forever(poll_interval=0.1)
    server.server_close()


if __name__ == "__main__":
    main()
