"""The kernel must make attacks on memory hard."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed
from pcicloud.reading.sysctl import judged

WANTED = {
    "kernel/randomize_va_space": ("2",),
    "kernel/yama/ptrace_scope": ("1", "2", "3"),
    "kernel/kptr_restrict": ("1", "2"),
    "kernel/dmesg_restrict": ("1",),
}


@check(evidence="host.kernel_settings", when_none=failed("no kernel settings could be read"))
def kernel_memory(body: Json, env: Environment) -> Outcome:
    """The kernel must make attacks on memory hard.

    Why: a hole in a program is then harder to use.
    Fix: kernel.randomize_va_space = 2, yama.ptrace_scope = 1, kptr_restrict = 1 and dmesg_restrict = 1 in
      /etc/sysctl.d/.
    Source: Linux kernel documentation, admin-guide/sysctl/kernel, admin-guide/LSM/Yama.
    """
    return judged(body, WANTED, what="protection of memory")
