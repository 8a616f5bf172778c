"""The readers of what servers say of themselves: nginx, cipher strings, PostgreSQL, suricata, backups, scans."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pcicloud.reading import backup_results, nginx, postgresql, suricata, vulnerability_reports
from pcicloud.reading.ciphers import weak


def settings(text: str) -> dict[str, Any]:
    return {"settings": {"argv": ["nginx", "-T"], "exit_code": 0, "stdout": text, "stderr": ""}}


def test_an_included_file_stands_where_it_is_included() -> None:
    said = settings(
        "# configuration file /etc/nginx/nginx.conf:\nhttp {\n  include sites/*.conf;\n}\n"
        "# configuration file /etc/nginx/sites/shop.conf:\nserver {\n  listen 443 ssl;\n  server_name shop;\n}\n"
    )
    (server,) = nginx.servers(said)
    assert (server.label, server.is_encrypted, server.is_plain) == ("shop on 443", True, False)


def test_files_that_include_each_other_end() -> None:
    said = settings(
        "# configuration file /a:\nhttp {\n  include /b;\n}\n# configuration file /b:\ninclude /b;\ninclude /a;\n"
    )
    assert nginx.servers(said) == ()


def test_a_brace_in_quotes_ends_no_block() -> None:
    said = settings('# configuration file /a:\nhttp {\n  add_header X "}";\n  server {\n    listen 80;\n  }\n}\n')
    assert len(nginx.servers(said)) == 1


def test_a_setting_of_the_server_wins_over_the_one_around_it() -> None:
    said = settings(
        "# configuration file /a:\nhttp {\n ssl_protocols TLSv1;\n server {\n ssl_protocols TLSv1.3;\n }\n}\n"
    )
    (server,) = nginx.servers(said)
    assert server.words("ssl_protocols") == ("TLSv1.3",)


@pytest.mark.parametrize(
    "said", ["ALL", "HIGH", "RC4-SHA", "ECDHE+AESGCM:3DES", "aNULL", "LOW:!aNULL", "AES256:+MD5", ""]
)
def test_weak_ciphers(said: str) -> None:
    assert weak(said)


@pytest.mark.parametrize(
    "said", ["HIGH:!aNULL:!MD5", "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL", "ECDHE-RSA-AES256-GCM-SHA384"]
)
def test_strong_ciphers(said: str) -> None:
    assert not weak(said)


@pytest.mark.parametrize(
    ("word", "fits"),
    [("all", True), ("+shops", True), ("shop", True), ("/^sh", True), ("shops", False), ("+others", False)],
)
def test_a_line_of_pg_hba_fits_an_account_by_name_group_or_pattern(word: str, fits: bool) -> None:
    account = postgresql.Account(name="shop", superuser=False, login=True, scheme="none", groups=("shops",))
    assert postgresql.Access(line=1, type="host", users=(word,), method="reject").fits(account) is fits


def test_of_results_the_newest_whole_one_counts() -> None:
    files = [
        {"content": '{\n "at": "2026-11-22T01:00:00+00:00",\n "kind": "backup",\n "verdict": "pass"\n}\n'},
        {"content": '{\n "at": "2026-11-23T01:00:00+00:00",\n "kind": "backup",\n "verd'},
    ]
    found = backup_results.newest(files, "backup")
    assert found is not None
    assert found.at.day == 22


def test_a_report_tells_which_server_did_not_let_the_scan_in() -> None:
    report = {
        "authenticated_as": "scan", "found": 1, "lists": [{"not_seen": "", "suite": "stable-security"}], "not_seen": ["db1"],
        "scanned_at": "2026-11-23T01:00:00+00:00", "schema": "pcicloud.vulnerability_scan/1",
        "servers": [
            {"found": [], "name": "db1", "not_seen": "refused", "packages": 0},
            {"found": [{"package": "openssl"}], "name": "web1", "not_seen": "", "packages": 300},
        ],
    }  # fmt: skip
    lines = json.dumps(report, indent=1, sort_keys=True).splitlines()
    found = vulnerability_reports.newest({"reports": {"stdout": "".join(f"/r/1.json:{line}\n" for line in lines)}})
    assert found is not None
    assert (found.servers, found.not_seen, found.packages) == (("db1", "web1"), {"db1": "refused"}, ("openssl",))


@pytest.mark.parametrize("text", ["", "outputs: [", "a: &a [*a]\n", "- 1\n", "[" * 100_000])
def test_settings_of_suricata_that_nobody_can_read_are_none(text: str) -> None:
    assert suricata.unreadable({"settings": {"content": text}})
