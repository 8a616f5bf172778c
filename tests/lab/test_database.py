"""What the databases do and refuse. The hosts are called db1 (the primary), db2 (its replica), and app."""

from __future__ import annotations

import base64
import shlex
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest

from tests.lab.acting import Done, Run

pytestmark = [pytest.mark.lab, pytest.mark.slow]

TABLE = "effect_of_the_lab"
WAY = (
    "host=db1.pci.internal hostaddr={} user=replica_db2 passfile=/var/lib/postgresql/.pgpass sslrootcert=/etc/ssl/pcicloud/ca.crt"
    " sslcert=/etc/ssl/pcicloud/server.crt sslkey=/etc/ssl/private/server.key dbname=x replication=true sslmode="
)
# From the application's server, in the standard library: is there an answer to a start in clear, and what does it say?
CLEAR = """
import socket, struct, sys
said = b"user\\0application\\0database\\0application\\0\\0"
sock = socket.create_connection((sys.argv[1], 5432), timeout=10)
sock.sendall(struct.pack(">ii", len(said) + 8, 196608) + said)
print(sock.recv(1000).replace(b"\\0", b" ").decode(errors="replace"))
"""


def sql(run: Run, host: str, text: str, database: str = "application") -> Done:
    """What a statement comes to, said by the server's own superuser at the server itself."""
    said = base64.b64encode(text.encode()).decode()  # sudo logs the whole command
    command = f"cd / && echo {said} | base64 -d | runuser -u postgres -- psql -XAtq -v ON_ERROR_STOP=1 -d {database} -f - 2>&1"
    return run(host, command)


@contextmanager
def table(run: Run) -> Iterator[None]:
    """A table for the time of an effect."""
    assert sql(run, "db1", f"DROP TABLE IF EXISTS {TABLE}; CREATE TABLE {TABLE} (word text)").returncode == 0
    try:
        yield
    finally:
        sql(run, "db1", f"DROP TABLE IF EXISTS {TABLE}")


def test_a_row_arrives_at_the_replica_over_tls(run: Run, addresses: Mapping[str, str]) -> None:
    """Fails when db2 is stopped, or primary_conninfo says sslmode=disable."""
    with table(run):
        word = f"w{time.time_ns()}"
        assert sql(run, "db1", f"INSERT INTO {TABLE} VALUES ('{word}')").returncode == 0
        for _ in range(20):
            seen = sql(run, "db2", f"SELECT word FROM {TABLE}").stdout
            if word in seen:
                break
            time.sleep(0.5)
        assert word in seen, seen
    line = (
        "SELECT state, ssl, version FROM pg_stat_replication JOIN pg_stat_ssl USING (pid) WHERE usename = 'replica_db2'"
    )
    assert sql(run, "db1", line).stdout.strip() in ("streaming|t|TLSv1.3", "streaming|t|TLSv1.2")
    assert "read-only" in sql(run, "db2", "CREATE TABLE never (a int)").stdout


def test_a_connection_in_clear_is_refused(run: Run, addresses: Mapping[str, str]) -> None:
    """Fails with `host` for `hostssl` in pg_hba.conf: the same account and password come in over TLS, and not without."""
    way = WAY.format(addresses["db1"])
    ask = "cd / && runuser -u postgres -- psql -XAt {} -c IDENTIFY_SYSTEM 2>&1"
    clear = run("db2", ask.format(shlex.quote(way + "disable")))
    assert clear.returncode != 0, clear.stdout
    assert "no encryption" in clear.stdout, clear.stdout
    over_tls = run("db2", ask.format(shlex.quote(way + "verify-full")))
    assert over_tls.returncode == 0, over_tls.stdout
    from_app = run("app", f"python3 -c {shlex.quote(CLEAR)} {addresses['db1']}")
    assert "no encryption" in from_app.stdout, from_app.stdout


def test_a_replica_needs_its_certificate(run: Run, addresses: Mapping[str, str]) -> None:
    """Fails without clientcert in pg_hba.conf: the password alone is not enough."""
    way = WAY.format(addresses["db1"]).replace(
        "sslcert=/etc/ssl/pcicloud/server.crt sslkey=/etc/ssl/private/server.key", ""
    )
    done = run(
        "db2", f"cd / && runuser -u postgres -- psql -XAt {shlex.quote(way + 'require')} -c IDENTIFY_SYSTEM 2>&1"
    )
    assert done.returncode != 0
    assert "valid client certificate" in done.stdout, done.stdout


def test_reading_a_table_is_in_the_audit_log(run: Run, addresses: Mapping[str, str]) -> None:
    """Fails with `pgaudit.log = none`. What was asked for is not in the log: it could be a card number."""
    with table(run):
        word = f"w{time.time_ns()}"
        sql(run, "db1", f"INSERT INTO {TABLE} VALUES ('{word}'); SELECT * FROM {TABLE} WHERE word = '{word}'")
        time.sleep(1)
        logged = run("db1", f"grep -h postgres /var/log/syslog | grep {TABLE}").stdout
        assert "AUDIT: SESSION" in logged, logged
        for kind in ("READ,SELECT,TABLE", "WRITE,INSERT,TABLE"):
            assert f"{kind},public.{TABLE}" in logged, kind
        # pgaudit names what is created only in databases that have its extension.
        assert run("db1", "grep -h 'AUDIT: SESSION.*DDL,CREATE TABLE' /var/log/syslog").stdout
        assert "user=postgres db=application" in logged
        assert run("db1", f"grep -r {word[:-1]}[{word[-1]}] /var/log --include=* -l --exclude-dir=journal").stdout == ""


def test_a_failed_login_is_logged(run: Run, addresses: Mapping[str, str]) -> None:
    """Fails with `log_min_messages = panic`: somebody's wrong password leaves who, when and from where."""
    way = WAY.format(addresses["db1"]).replace("passfile=/var/lib/postgresql/.pgpass", "password=wrong")
    since = run("db1", "date +%s").stdout.strip()
    done = run(
        "db2", f"cd / && runuser -u postgres -- psql -XAt {shlex.quote(way + 'require')} -c IDENTIFY_SYSTEM 2>&1"
    )
    assert "password authentication failed" in done.stdout, done.stdout
    time.sleep(1)
    logged = run("db1", f"journalctl --since @{since} --no-pager SYSLOG_IDENTIFIER=postgres").stdout
    line = next((one for one in logged.splitlines() if "password authentication failed" in one), "")
    assert "user=replica_db2" in line, logged
    assert f"from={addresses['db2']}" in line, line


def test_the_superuser_stays_at_home(run: Run, addresses: Mapping[str, str]) -> None:
    """Fails when a line of pg_hba.conf lets postgres in over the network, also with TLS and the right password."""
    way = WAY.format(addresses["db1"]).replace("user=replica_db2", "user=postgres").replace("replication=true", "")
    done = run("db2", f"cd / && runuser -u postgres -- psql -XAt {shlex.quote(way + 'require')} -c 'SELECT 1' 2>&1")
    assert done.returncode != 0
    assert "pg_hba.conf rejects connection" in done.stdout, done.stdout
    assert sql(run, "db1", "SELECT rolpassword IS NULL FROM pg_authid WHERE rolname = 'postgres'").stdout.strip() == "t"


def test_the_application_sees_its_own_database_only(run: Run, addresses: Mapping[str, str]) -> None:
    """Fails when PUBLIC may connect: an account that was given nothing enters no database."""
    asked = "SELECT bool_or(has_database_privilege('public', oid, 'CONNECT')) FROM pg_database WHERE datallowconn AND datname <> 'template1'"
    assert sql(run, "db1", asked).stdout.strip() == "f"


def test_it_listens_at_its_own_address_with_checksums(run: Run, addresses: Mapping[str, str]) -> None:
    """Fails with `listen_addresses = '*'`, or a database made without checksums."""
    for host in ("db1", "db2"):
        assert run(host, "ss -Hltn 'sport = :5432' | awk '{print $4}'").stdout.split() == [f"{addresses[host]}:5432"]
        assert sql(run, host, "SHOW data_checksums").stdout.strip() == "on"
        assert run(host, "stat -c '%a %U' /var/lib/postgresql/15/main").stdout.strip() == "700 postgres"
