"""A placeholder: it stands where the customer's application will, and answers that it is alive.

It reads no body, keeps nothing, and puts nothing of a request into an answer or a log.
"""

import os
import ssl
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ANSWERS = {"/healthz": b"ok\n", "/": b"placeholder: the application is not installed yet\n"}
TIMEOUT_S = 10


class Placeholder(BaseHTTPRequestHandler):
    """One request."""

    timeout = TIMEOUT_S

    def do_GET(self) -> None:
        """Give one of the fixed answers."""
        body = ANSWERS.get(self.path)
        self.send_response_only(200 if body else 404)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        if body and self.command == "GET":
            self.wfile.write(body)

    do_HEAD = do_GET  # noqa: N815 - the base class calls it so

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Say the number alone: the base class would repeat what was sent."""
        self.close_connection = True
        self.send_response_only(code, "refused")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing: the web server has logged the request."""


class Server(ThreadingHTTPServer):
    """Ends TLS in the thread of each connection, so that a slow one holds up nobody."""

    def __init__(self, address: tuple[str, int], tls: ssl.SSLContext) -> None:
        super().__init__(address, Placeholder)
        self.tls = tls

    def finish_request(self, request, client_address) -> None:  # type: ignore[no-untyped-def]
        """Shake hands first."""
        request.settimeout(TIMEOUT_S)
        with self.tls.wrap_socket(request, server_side=True) as secured:
            super().finish_request(secured, client_address)

    def handle_error(self, request, client_address) -> None:  # type: ignore[no-untyped-def]
        """Broken connections are no news, and a traceback could show what was sent."""


def main() -> None:
    """Listen where the unit says."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.minimum_version = ssl.TLSVersion.TLSv1_2
    tls.load_cert_chain(os.environ["APP_CERTIFICATE"], os.environ["APP_KEY"])
    Server((os.environ["APP_ADDRESS"], int(os.environ["APP_PORT"])), tls).serve_forever()


if __name__ == "__main__":
    main()
