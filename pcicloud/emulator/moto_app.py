"""The door to moto: its server application, in this process, one call at a time."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from typing import Any

from pcicloud.emulator.moto_corrections import correct_moto

SWITCHES = {
    "MOTO_EC2_LOAD_DEFAULT_AMIS": "false",
    "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",
    "MOTO_ACM_VALIDATION_WAIT": "0",
    "MOTO_LAMBDA_STUB_ECR": "true",
    "MOTO_EVENTS_INVOKE_HTTP": "false",
    "MOTO_DISABLE_GLOBAL_CORS": "true",
}
UNIMPLEMENTED = frozenset({404, 405})


class Moto:
    """moto's dispatcher. moto's state is the process's own, so one of these is enough."""

    def __init__(self) -> None:
        # moto reads its switches when it is imported.
        os.environ.update(SWITCHES)
        from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

        from pcicloud.emulator.moto_corrections.iam import correct_account_lookup

        correct_account_lookup()

        def quiet_app(service: Any) -> Any:
            if service is None:
                return _unknown_service
            correct_moto(service)
            app = create_backend_app(service)
            # A crash becomes a 500 answer and a line of the log, not an exception in our thread.
            app.debug = False
            app.config["PROPAGATE_EXCEPTIONS"] = False
            return app

        self._application = DomainDispatcherApplication(quiet_app)
        self._lock = threading.RLock()

    def answer(
        self, *, method: str, url: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        """Return (status, headers, body) of one call. moto is not safe for threads: calls wait for each other."""
        from moto.core.request import Request
        from werkzeug.test import run_wsgi_app

        environ = Request.from_primitives(method, url, headers, body).environ
        with self._lock:
            chunks, status, replied = run_wsgi_app(self._application, environ, buffered=True)
        return int(status.split()[0]), list(replied), b"".join(chunks)

    def reset(self) -> None:
        """Empty all accounts and regions."""
        from moto.core.base_backend import BackendDict
        from moto.core.model_instances import reset_model_data

        with self._lock:
            # moto's own reset makes every backend anew before it drops it, which takes seconds.
            for of_service in BackendDict._instances:
                if of_service.service_name == "s3":
                    _close_files(of_service)
                of_service.clear()
            BackendDict._instances.clear()
            reset_model_data()


def _unknown_service(_environ: Any, start_response: Any) -> list[bytes]:
    start_response("501 Not Implemented", [("Content-Type", "text/plain")])
    return [b"Not yet implemented"]


def _close_files(of_service: Any) -> None:
    for of_account in of_service.values():
        for backend in of_account.values():
            backend.reset()


def is_unimplemented(status: int, headers: list[tuple[str, str]], body: bytes) -> bool:
    """Return whether moto's answer is a crash, or a web page, instead of an AWS answer."""
    if status < 500 and status not in UNIMPLEMENTED:
        return False
    kind = {name.lower(): value for name, value in headers}.get("content-type", "")
    is_page = kind.startswith("text/html") and body[:15].lower().startswith(b"<!doctype html>")
    return status >= 500 or is_page or body.strip() in (b"Not yet implemented", b"Not Found")
