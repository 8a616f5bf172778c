"""Parsers at the edges that mutations of a real host don't reach."""

from __future__ import annotations

import json
from typing import Any

from pcicloud.reading import aide, logrotate, nft, pam, rsyslog, schedules, sshd, sudoers, sysctl


def file(path: str, content: str) -> dict[str, Any]:
    return {"path": path, "mode": "0644", "owner": "root", "group": "root", "size": len(content), "content": content}


def test_stacks_that_include_each_other_end_in_a_rule_that_may_do_anything() -> None:
    body = {
        "stacks": [
            file("/etc/pam.d/a", "@include b\n"),
            file("/etc/pam.d/b", "@include a\nauth required pam_unix.so\n"),
        ]
    }
    rules = pam.stack(body, "a")
    assert {rule.module for rule in rules if rule.control == "required"} == {"pam_unix.so"}
    assert {rule.control for rule in rules} == {"required", pam.UNSEEN}


def test_an_included_stack_gives_only_rules_of_its_type() -> None:
    other = "auth required pam_unix.so\npassword required pam_unix.so\n"
    body = {
        "stacks": [file("/etc/pam.d/passwd", "password include system-auth\n"), file("/etc/pam.d/system-auth", other)]
    }
    assert [rule.type for rule in pam.stack(body, "passwd")] == ["password"]


def test_a_control_in_brackets_is_one_word() -> None:
    body = {"stacks": [file("/etc/pam.d/x", "-auth [success=1 default=ignore] pam_unix.so nullok\n")]}
    (rule,) = pam.stack(body, "x")
    assert (rule.control, rule.argument("nullok")) == ("[success=1 default=ignore]", "")


def test_match_all_ends_a_match_block() -> None:
    text = "Match User taro\nPermitRootLogin yes\nMatch all\nBanner none\n"
    body = {
        "settings": {"stdout": "permitrootlogin no\nbanner /etc/issue\n"},
        "files": [file("/etc/ssh/sshd_config", text)],
    }
    assert sshd.values(body, "permitrootlogin") == ("no", "yes")
    assert sshd.values(body, "banner") == ("/etc/issue",)


def test_several_people_in_one_sudo_rule_are_several_grants() -> None:
    body = {"files": [file("/etc/sudoers", "taro,hanako ALL=(ALL) NOPASSWD: ALL # why\n#includedir /etc/x\n")]}
    assert [(grant.who, grant.free, grant.is_blanket) for grant in sudoers.grants(body)] == [
        ("taro", True, True),
        ("hanako", True, True),
    ]


def test_a_log_that_nothing_rotates_is_kept_for_ever() -> None:
    assert logrotate.days_kept([file("/etc/logrotate.conf", "weekly\nrotate 4\n")], "/var/log/x.log") is None


def test_the_period_of_a_block_wins_over_the_general_one() -> None:
    text = (
        "weekly\nrotate 4\n/var/log/x.log /var/log/y.log {\n monthly\n rotate 13\n postrotate\n  daily\n endscript\n}\n"
    )
    assert logrotate.days_kept([file("/etc/logrotate.conf", text)], "/var/log/y.log") == 390


def test_an_old_forward_over_udp_is_readable() -> None:
    (sent,) = rsyslog.forwards([file("/etc/rsyslog.conf", "*.* @10.0.0.9:514\n")])
    assert (sent.target, sent.protocol, sent.encrypted) == ("10.0.0.9:514", "udp", False)


def test_jumps_in_a_circle_end() -> None:
    chain = {"family": "inet", "table": "t", "name": "input", "type": "filter", "hook": "input", "policy": "drop"}
    rule = {"family": "inet", "table": "t", "chain": "input", "expr": [{"jump": {"target": "input"}}]}
    said = {"stdout": json.dumps({"nftables": [{"chain": chain}, {"rule": rule}]})}
    (found,) = nft.chains({"nftables": said, "iptables": None, "ip6tables": None}, "input")
    assert len(found.rules) == 1


def test_a_rule_for_folders_does_not_watch_files() -> None:
    files = [
        file(
            "/etc/aide/aide.conf", "Full = p+sha256\n@@define WHERE etc\n/@@{WHERE} d Full\n=/usr Full\n/boot 0 Full\n"
        )
    ]
    assert aide.left_out(files, ("/etc/passwd", "/usr/bin/sudo", "/boot/vmlinuz")) == ("/etc/passwd", "/usr/bin/sudo")


def test_the_deepest_rule_decides_and_of_one_folder_the_first() -> None:
    hashed, growing = "f growing+sha512", "f p+s+growing"
    deeper = [file("/etc/aide/aide.conf", f"/var/log {hashed}\n/var/log/auth\\.log$ {growing}\n")]
    first = [file("/etc/aide/aide.conf", f"/var/log/auth\\.log$ {hashed}\n/var/log/auth {growing}\n")]
    later = [file("/etc/aide/aide.conf", f"/var 0 R\n/usr f p\n/ {growing}\n")]
    assert aide.left_out(deeper, ("/var/log/auth.log", "/var/log/syslog")) == ("/var/log/auth.log",)
    assert aide.left_out(first, ("/var/log/auth.log",)) == ()
    assert aide.left_out(later, ("/var/log/auth.log", "/usr/bin/sudo")) == ("/usr/bin/sudo",)


def test_a_rule_holds_in_its_folder_only_and_a_single_letter_is_what_it_compares() -> None:
    files = [file("/etc/aide/aide.conf", "/var/l.g/ f sha512\n/srv p\n/srv f sha512\n/etc f sha512\n!/etc/x f\n")]
    assert aide.left_out(files, ("/var/log/syslog", "/srv/a", "/etc/a")) == ("/var/log/syslog", "/srv/a")
    assert aide.left_out(files, ("/etc/x",)) == ("/etc/x",)


def test_a_group_may_stand_on_the_one_of_growing_files() -> None:
    files = [file("/etc/aide/aide.conf", "Logs = >+sha512\n/var/log f Logs\n/srv f >\n")]
    assert aide.left_out(files, ("/var/log/syslog", "/srv/log")) == ("/srv/log",)


def test_a_file_in_etc_hides_the_one_of_the_same_name_in_usr_lib() -> None:
    files = [file("/usr/lib/sysctl.d/50-x.conf", "net.ipv4.ip_forward = 1\n"), file("/etc/sysctl.d/50-x.conf", "\n")]
    body = {"kernel": "none", "now": [], "files": files}
    assert sysctl.judged(body, {"net/ipv4/ip_forward": ("1",)}, what="x").verdict == "fail"


def test_the_shortest_schedule_counts() -> None:
    files = [file("/etc/cron.d/x", "0 3 1 * * root aide --check\n0 3 * * 0 root aide --check\n@yearly root aide\n")]
    assert schedules.days_between(files, "aide") == 7
    assert schedules.days_between(files, "clamscan") is None


def test_a_schedule_may_leave_days_out() -> None:
    for days, said in (("*", 1), ("*/1", 1), ("*/2", 2), ("*/10", 10), ("*/99", 31), ("1", 31), ("1-7", 31)):
        assert schedules.days_between([file("/etc/cron.d/x", f"0 3 {days} * * root aide\n")], "aide") == said
