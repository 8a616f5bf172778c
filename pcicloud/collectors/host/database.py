"""What the database (PostgreSQL) says of its own settings, of who may come in, and of its accounts; never a hash."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.collecting import collector
from pcicloud.errors import NotSeen
from pcicloud.host import HostAnswers
from pcicloud.model.asking import command, stats
from pcicloud.model.sighting import Seen

PROGRAMS = ("/usr/lib/postgresql/*/bin/postgres", "/usr/pgsql-*/bin/postgres")
FILES = (
    "/var/lib/postgresql/*/*",
    "/var/lib/pgsql/*/data",
    "/var/lib/postgresql/.pgpass",
    "/var/lib/pgsql/.pgpass",
    "/etc/postgresql/*/*/*.conf",
    "/etc/postgresql/*/*/conf.d/*",
)
# Of a password only its scheme is asked, of the way to the primary only how it is encrypted.
QUESTION = r"""
SELECT json_build_object(
  'version', current_setting('server_version'),
  'replica', pg_is_in_recovery(),
  'settings', (SELECT json_object_agg(name, setting ORDER BY name) FROM pg_settings
    WHERE name ~ '^(ssl|ssl_min_protocol_version|ssl_ciphers|password_encryption|listen_addresses|log_.*|pgaudit[.].*)$'
    OR name ~ '^(logging_collector|syslog_.*|shared_preload_libraries|data_directory)$'),
  'access', (SELECT coalesce(json_agg(json_build_object('line', line_number, 'type', type, 'databases', database,
    'users', user_name, 'address', address, 'netmask', netmask, 'method', auth_method, 'options', options,
    'error', error) ORDER BY line_number), '[]') FROM pg_hba_file_rules),
  'accounts', (SELECT json_agg(json_build_object('name', a.rolname, 'superuser', a.rolsuper, 'login', a.rolcanlogin,
    'scheme', CASE WHEN a.rolpassword IS NULL THEN 'none' WHEN a.rolpassword LIKE 'SCRAM-SHA-256$%' THEN 'scram-sha-256'
      WHEN a.rolpassword LIKE 'md5%' THEN 'md5' ELSE 'other' END,
    'groups', ARRAY(WITH RECURSIVE above AS (SELECT roleid FROM pg_auth_members WHERE member = a.oid
      UNION SELECT m.roleid FROM pg_auth_members m JOIN above ON m.member = above.roleid)
      SELECT g.rolname FROM above JOIN pg_roles g ON g.oid = above.roleid ORDER BY 1))
    ORDER BY a.rolname) FROM pg_authid a WHERE a.rolname !~ '^pg_'),
  'open_databases', (SELECT coalesce(json_agg(datname ORDER BY datname), '[]') FROM pg_database
    WHERE datallowconn AND datname <> 'template1' AND has_database_privilege('public', oid, 'CONNECT')),
  'replicas', (SELECT coalesce(json_agg(json_build_object('name', r.application_name, 'address', r.client_addr,
    'encrypted', coalesce(s.ssl, false)) ORDER BY r.application_name), '[]')
    FROM pg_stat_replication r LEFT JOIN pg_stat_ssl s USING (pid)),
  'primary', json_build_object('named', current_setting('primary_conninfo') <> '',
    'sslmode', substring(current_setting('primary_conninfo') FROM 'sslmode=''?([a-z-]+)')))
"""
ASK = ("runuser", "-u", "postgres", "--", "psql", "-X", "-A", "-t", "-q", "-c", " ".join(QUESTION.split()))


@collector(where="host", asks=(command(*ASK, root=True, running=True), stats(*PROGRAMS), stats(*FILES)))
def database(host: HostAnswers) -> Iterator[Seen]:
    """What the database (PostgreSQL) says of its own settings, of who may come in, and of its accounts."""
    if host.stats(*PROGRAMS):
        said = host.output(*ASK)
        if said is None or not said["stdout"].strip():
            raise NotSeen("unsupported", "psql could not be run as postgres, so the database could not be asked")
        yield Seen("PostgreSQL", {"said": said, "files": host.stats(*FILES)})
