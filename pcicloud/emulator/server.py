"""The emulator's HTTP server: 127.0.0.1 only, one thread a connection, connections kept open."""

from __future__ import annotations

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from pcicloud.emulator.call import Reply
from pcicloud.emulator.gateway import Gateway, HttpRequest

HOST = "127.0.0.1"
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS")


class EmulatorServer(ThreadingHTTPServer):
    """The server with its gateway."""

    daemon_threads = True
    request_queue_size = 128
    allow_reuse_address = True

    def __init__(self, port: int) -> None:
        self.gateway = Gateway()
        super().__init__((HOST, port), _ConnectionHandler)

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a client that went away; log the rest."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _ConnectionHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "pcicloud-emulator"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = 65536
    timeout = 300

    server: EmulatorServer

    def log_message(self, *_: Any) -> None:
        """Keep the log for errors."""

    def handle_expect_100(self) -> bool:
        """Tell the client to send the body, at once: it waits for that."""
        self.send_response_only(100)
        self.end_headers()
        self.wfile.flush()
        return True

    def _serve(self) -> None:
        request = HttpRequest(method=self.command, target=self.path, headers=_headers(self), body=self._body())
        try:
            reply = self.server.gateway.answer(request)
        except ConnectionAbortedError:
            self.close_connection = True
            return
        self._send(reply)

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            return b"".join(iter(self._chunk, b""))
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _chunk(self) -> bytes:
        size = int(self.rfile.readline().split(b";")[0], 16)
        data = self.rfile.read(size)
        self.rfile.readline()
        return data

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers:
            self.send_header(name, value)
        if not any(name.lower() == "content-length" for name, _ in reply.headers):
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)
        self.wfile.flush()


def _headers(handler: BaseHTTPRequestHandler) -> dict[str, str]:
    kept: dict[str, str] = {}
    for name, value in handler.headers.items():
        if name.lower() not in ("transfer-encoding", "expect"):
            kept[name] = f"{kept[name]},{value}" if name in kept else value
    return kept


for _method in METHODS:
    setattr(_ConnectionHandler, f"do_{_method}", _ConnectionHandler._serve)
