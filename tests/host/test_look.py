"""One look at a host: what is answered, what is an honest gap, and what never leaves the host."""

from __future__ import annotations

import ast
import contextlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pcicloud import discover
from pcicloud.errors import NotSeen
from pcicloud.host import HostAnswers, look, look_many, request, script_text, script_with
from pcicloud.model.asking import Ask, Command, File, command, each, file, files, shadow, stats, walk
from pcicloud.model.environment import HostPlace

HERE = HostPlace(name="here")
PRIVATE_KEY = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n-----END OPENSSH PRIVATE KEY-----\n"
root_only = pytest.mark.skipif(
    os.geteuid() != 0 and os.environ.get("CI") != "true", reason="only root may enter another root"
)


def looked(*asks: Ask, root: Path | None = None) -> HostAnswers:
    return look(HostPlace(name="here", root=str(root or "/")), asks)


def test_a_command_is_answered_whole() -> None:
    host = looked(command("sh", "-c", "echo out; echo err >&2; exit 3"))
    said = host.command("sh", "-c", "echo out; echo err >&2; exit 3")
    assert (said["exit_code"], said["stdout"], said["stderr"]) == (3, "out\n", "err\n")


def test_a_command_that_fails_is_not_seen_where_its_output_is_wanted() -> None:
    host = looked(command("sh", "-c", "echo broken >&2; exit 3"))
    with pytest.raises(NotSeen, match="ended with 3: broken") as gap:
        host.output("sh", "-c", "echo broken >&2; exit 3")
    assert gap.value.why == "failed"


def test_a_missing_command_and_a_missing_file_are_answers() -> None:
    host = looked(command("no-such-command"), file("/no/such/file"), files("/no/such/*"), stats("/no/such", "/no/*/x"))
    assert host.command("no-such-command") is None
    assert host.file("/no/such/file") is None
    assert host.files("/no/such/*") == []
    assert host.stats("/no/such", "/no/*/x") == []


def test_a_command_that_hangs_is_cut_off_and_does_not_stop_the_others() -> None:
    host = looked(Command(argv=("sleep", "600"), timeout_s=1), command("true"))
    with pytest.raises(NotSeen, match="no answer in time"):
        host.command("sleep", "600")
    assert host.command("true")["exit_code"] == 0


def test_a_command_that_never_stops_talking_is_cut_off() -> None:
    host = looked(command("yes"))
    with pytest.raises(NotSeen, match="said more than"):
        host.command("yes")


def test_a_file_that_is_too_large_or_no_file_is_not_seen(tmp_path: Path) -> None:
    big = tmp_path / "big"
    big.write_bytes(b"x" * 11)
    host = looked(File(path=str(big), size_max=10), file("/dev/zero"))
    with pytest.raises(NotSeen, match="larger than 10 bytes"):
        host.file(str(big))
    with pytest.raises(NotSeen, match="no regular file"):
        host.file("/dev/zero")


def test_what_nobody_asked_can_not_be_used() -> None:
    with pytest.raises(KeyError):
        looked(command("true")).file("/etc/passwd")


@root_only
def test_another_root_is_entered_and_its_links_do_not_lead_out(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/passwd").write_text("taro:x:4711:4711::/:/bin/sh\n")
    (tmp_path / "etc/issue").symlink_to("/etc/os-release")
    os.chown(tmp_path / "etc/passwd", 4711, 0)
    host = looked(file("/etc/passwd"), file("/etc/issue"), command("sh", "-c", "true"), root=tmp_path)
    assert host.file("/etc/passwd")["owner"] == "taro"
    assert host.file("/etc/issue") is None
    assert host.command("sh", "-c", "true") is None
    assert host.facts.kernel == "none"


@root_only
def test_an_image_at_rest_answers_nothing_of_a_running_system(tmp_path: Path) -> None:
    host = looked(command("true", running=True), root=tmp_path)
    with pytest.raises(NotSeen, match="image at rest"):
        host.command("true")


def test_no_secret_leaves_the_host(tmp_path: Path) -> None:
    secrets = {
        "key.pem": PRIVATE_KEY,
        "settings.conf": 'db_password = "correct horse"\napi_token=tok-12345\nurl=https://taro:hunter2@example.com/\n',
        "profile.sh": "export DB_PASS=swordfish\nexport AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI\n",
        "apt.conf": 'Acquire::https::Password "opensesame";\n',
        "users": "taro:$6$saltsalt$" + "h" * 86 + ":19000:0:90:7:::\n",
        "grub.cfg": "password_pbkdf2 root grub.pbkdf2.sha512.10000.ABCDEF.012345\n",
    }
    for name, text in secrets.items():
        (tmp_path / name).write_text(text)
    asks = (files(f"{tmp_path}/*"), command("cat", *(str(tmp_path / name) for name in secrets)))
    answers = json.dumps(looked(*asks).answers)
    for secret in (
        "b3BlbnNzaC1rZXkt",
        "correct horse",
        "tok-12345",
        "hunter2",
        "h" * 20,
        "pbkdf2.sha512.10000",
        "swordfish",
        "wJalr",
        "opensesame",
    ):
        assert secret not in answers, secret
    assert "<withheld>" in answers


def test_of_some_files_only_the_asked_lines_leave_the_host(tmp_path: Path) -> None:
    (tmp_path / "jobs").write_text("0 3 * * * root mysqldump -pswordfish\n0 4 * * * root aide --check\n")
    pattern = f"{tmp_path}/*"
    host = looked(files(pattern, lines="aide|clam"))
    assert [one["content"] for one in host.files(pattern, lines="aide|clam")] == ["0 4 * * * root aide --check\n"]
    assert "swordfish" not in json.dumps(host.answers)


def test_settings_that_are_no_secrets_are_left_as_they_are(tmp_path: Path) -> None:
    text = "PASS_MAX_DAYS 90\nPasswordAuthentication=no\npasswd: files\nauth required pam_unix.so try_first_pass\n"
    (tmp_path / "settings").write_text(text)
    path = str(tmp_path / "settings")
    assert looked(file(path)).file(path)["content"] == text


@pytest.mark.parametrize("path", ["/etc/shadow", "/etc/gshadow", "/etc/ssh/ssh_host_ed25519_key", "/root/.ssh/id_rsa"])
def test_files_of_secrets_are_never_read(path: str) -> None:
    with pytest.raises(NotSeen, match="never read"):
        looked(file(path)).file(path)


@root_only
def test_of_a_password_only_its_scheme_and_its_days_are_told(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    hashed = "$y$j9T$" + "s" * 22 + "$" + "h" * 43
    lines = f"taro:{hashed}:20000:0:90:7:30:21000:\nroot:!:20000::::::\nguest::20000::::::\nold:ab12345678901:1::::::\n"
    (tmp_path / "etc/shadow").write_text(lines)
    host = looked(shadow(), root=tmp_path)
    told = {line["user"]: (line["password"], line["scheme"]) for line in host.shadow()}
    assert told == {"taro": ("set", "yescrypt"), "root": ("locked", ""), "guest": ("empty", ""), "old": ("set", "des")}
    assert host.shadow()[0]["max"] == 90
    assert hashed not in json.dumps(host.answers)
    assert "ab12345678901" not in json.dumps(host.answers)


def test_as_nobody_what_only_root_may_see_is_denied() -> None:
    become = "import os, __future__, datetime, glob, json, re, selectors, signal, stat, subprocess, sys, time, typing\n"
    become += "os.geteuid() == 0 and os.setuid(65534)\n"
    become += "exec(compile(sys.stdin.read(), 'script', 'exec'), {'__name__': '__main__'})"
    script = script_with(request("/", (command("true", root=True), shadow(), file("/etc/passwd"))))
    done = subprocess.run([sys.executable, "-c", become], input=script, text=True, capture_output=True, check=True)
    first, second, third = json.loads(done.stdout)["answers"]
    assert (first["not_seen"][0], second["not_seen"][0]) == ("denied", "denied")
    assert third["ok"]["path"] == "/etc/passwd"


def test_a_walk_finds_what_it_looks_for_and_ends_at_its_limit(tmp_path: Path) -> None:
    (tmp_path / "tool").touch(mode=0o755)
    (tmp_path / "tool").chmod(0o4755)
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared").chmod(0o777)
    (tmp_path / "sticky").mkdir()
    (tmp_path / "sticky").chmod(0o1777)
    folder = str(tmp_path)
    host = looked(walk("setuid", folder), walk("world_writable", folder))
    assert [one["path"] for one in host.walk("setuid", folder)] == [f"{folder}/tool"]
    assert [one["path"] for one in host.walk("world_writable", folder)] == [f"{folder}/shared"]


def test_a_command_for_each_file_runs_for_each_file(tmp_path: Path) -> None:
    for name in ("b.crt", "a.crt"):
        (tmp_path / name).touch()
    pattern = f"{tmp_path}/*.crt"
    said = looked(each(pattern, "basename")).each(pattern)
    assert [one["stdout"] for one in said] == ["a.crt\n", "b.crt\n"]


def test_one_host_that_fails_does_not_hide_the_others(tmp_path: Path) -> None:
    places = (HERE, HostPlace(name="gone", root=str(tmp_path / "nothing")))
    said = look_many(places, (command("true"),))
    assert isinstance(said["here"], HostAnswers)
    assert isinstance(said["gone"], NotSeen)


def test_all_host_collectors_are_answered_in_one_pass() -> None:
    collectors = [discover.unit("collectors", id_) for id_ in discover.all_ids("collectors") if id_.startswith("host.")]
    host = look(HERE, [ask for collector in collectors for ask in collector.asks])
    for collector in collectors:
        with contextlib.suppress(NotSeen):
            assert all(one.body for one in collector.function(host))


def test_the_script_is_python_3_7_and_needs_nothing_installed() -> None:
    tree = ast.parse(script_text(), feature_version=(3, 7))
    imports = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imports |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in imports} <= sys.stdlib_module_names
    run_at_import = [node.value for node in tree.body if isinstance(node, ast.Assign)]
    subscripts = [part for value in run_at_import for part in ast.walk(value) if isinstance(part, ast.Subscript)]
    assert not subscripts, "dict[...] and list[...] are values since Python 3.9 only"
    assert "datetime.UTC" not in script_text(), "since Python 3.11 only"


def old_pythons() -> list[str]:
    """The interpreters before 3.11 that run here; a version manager's shim may have none behind it."""
    found = [path for minor in range(7, 11) if (path := shutil.which(f"python3.{minor}"))]
    return [
        path for path in found if subprocess.run([path, "-c", ""], capture_output=True, check=False).returncode == 0
    ]


@pytest.mark.parametrize("python", old_pythons() or [sys.executable])
def test_the_script_runs_on_the_oldest_python_that_is_here(python: str) -> None:
    asks = (command("true"), file("/etc/passwd"), stats("/etc/*"), walk("setuid", "/etc"), each("/etc/passwd", "wc"))
    script = script_with(request("/", asks))
    done = subprocess.run([python, "-I", "-"], input=script, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["answers"]) == len(asks)


def test_the_script_changes_nothing_on_the_host() -> None:
    opens = [node for node in ast.walk(ast.parse(script_text())) if isinstance(node, ast.Call)]
    called = {ast.unparse(node.func) for node in opens}
    forbidden = {f"os.{name}" for name in ("remove", "unlink", "rename", "mkdir", "chmod", "chown", "symlink", "rmdir")}
    assert not called & forbidden
    modes = [ast.unparse(node.args[1]) for node in opens if ast.unparse(node.func) == "open" and len(node.args) > 1]
    assert set(modes) <= {"'rb'"}


def test_of_a_commands_output_only_the_wanted_lines_leave_the_host() -> None:
    ask = command("printf", "listen 443;\\nproxy_set_header X-Key abc;\\n", lines=r"^listen\b")
    assert looked(ask).command(*ask.argv)["stdout"] == "listen 443;\n"


SECRETS = {
    "/var/lib/pcicloud/totp/hanako": 'SECRETJBSWY3DPEHPK3PXP\n" RATE_LIMIT 3 30\n" DISALLOW_REUSE\n99SECRET\n',
    "/home/hanako/.google_authenticator": 'SECRETJBSWY3DPEHPK3PXP\n" TOTP_AUTH\n',
    "/etc/pcicloud/backup/password": "SECRET0123456789abcdef\n",
    "/etc/pcicloud/backup_passwords/db1": "SECRET0123456789abcdef\n",
    "/home/hanako/.netrc": "machine x login y password SECRET\n",
    "/home/hanako/.pgpass": "*:*:*:shop:SECRET\n",
    "/etc/nginx/modsecurity.conf": 'SecRuleEngine On\nSecRule ARGS "SECRET" "id:1"\n',
    "/etc/yum.repos.d/own.repo": "[own]\nusername=x\npassword=SECRET\ngpgcheck=1\n",
    "/var/lib/pcicloud-backup/results/1.json": '{\n "at": "x",\n "output": "SECRET"\n}\n',
}


@root_only
def test_what_servers_keep_secret_does_not_leave_the_host(tmp_path: Path) -> None:
    for path, text in SECRETS.items():
        place = tmp_path / path.lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    collectors = [discover.unit("collectors", id_) for id_ in discover.all_ids("collectors") if id_.startswith("host.")]
    host = looked(*{ask: None for one in collectors for ask in one.asks}, root=tmp_path)
    said = json.dumps(host.answers)
    assert "SECRET" not in said
    assert [path for path in SECRETS if f'"{path}"' not in said] == []
