"""The disk that machines start from, where the user names none: the lab's system with a kernel and cloud-init.

It is built without a loop device or a mount: mke2fs(8) fills the file system, and GRUB's two parts come before it.
"""

from __future__ import annotations

import shutil
import struct
from collections.abc import Iterable
from pathlib import Path

from pcicloud.errors import OutsideError
from pcicloud.linux import run
from pcicloud.provision.lab.image import HOOKS, PACKAGES, kept, tree
from pcicloud.provision.systems import System

SECTOR, MIB = 512, 1 << 20
SIZE = 2048 * MIB
FIRST_SECTOR = 2048
LABEL = "pcicloud"
GRUB = Path("/usr/lib/grub/i386-pc")
GRUB_MODULES = ("biosdisk", "part_msdos", "ext2", "normal", "linux", "configfile")
#: Where GRUB's boot sector ends and the table of partitions begins (GRUB manual, "BIOS installation").
BOOT_CODE, TABLE = 440, 446
LINUX, ACTIVE = 0x83, 0x80
MORE_PACKAGES = (
    "cloud-guest-utils", "cloud-init", "e2fsprogs", "fdisk", "initramfs-tools", "udev",
)  # fmt: skip
GRUB_CFG = f"""set timeout=0
menuentry Linux {{
  linux /vmlinuz root=LABEL={LABEL} ro console=ttyS0 net.ifnames=0 quiet
  initrd /initrd.img
}}
"""
#: cloud-init takes several seconds for each module where the processor is emulated, so it has only what the seed needs.
CLOUD_CFG = """datasource_list: [NoCloud]
disable_root: true
preserve_hostname: false
manage_etc_hosts: false
system_info: {network: {renderers: [networkd]}}
cloud_init_modules: [bootcmd, write-files, growpart, resizefs, set_hostname, users-groups, set-passwords, ssh]
cloud_config_modules: []
cloud_final_modules: [final-message]
"""
MORE_HOOKS = (
    f"printf 'LABEL={LABEL} / ext4 defaults,errors=remount-ro 0 1\\n' > \"$1\"/etc/fstab",
    f'mkdir -p "$1"/boot/grub && cat > "$1"/boot/grub/grub.cfg <<\'END\'\n{GRUB_CFG}END',
    'chmod 0600 "$1"/boot/grub/grub.cfg',
    f"cat > \"$1\"/etc/cloud/cloud.cfg <<'END'\n{CLOUD_CFG}END",
    'rm -f "$1"/etc/cloud/cloud.cfg.d/90_dpkg.cfg',
    'chroot "$1" systemctl enable --quiet systemd-networkd.service',
    # Only the drivers of a virtual machine's disk: a small first file system boots faster.
    'printf "MODULES=list\\n" > "$1"/etc/initramfs-tools/conf.d/pcicloud',
    'printf "virtio_pci\\nvirtio_blk\\next4\\ncrc32c_generic\\n" >> "$1"/etc/initramfs-tools/modules',
    'chroot "$1" update-initramfs -u -k all',
)


def built(system: System) -> Path:
    """A raw disk of 2 GiB, built first where it is not there yet (some minutes, 500 MB). Raises OutsideError."""
    packages = (*PACKAGES, *MORE_PACKAGES, system.kernel)
    return kept(system, packages, (*HOOKS, *MORE_HOOKS), _build, str(SIZE)) / "disk.raw"


def _build(system: System, place: Path, packages: Iterable[str], hooks: Iterable[str]) -> None:
    files, disk, core = place / "tree", place / "disk.raw", place / "core.img"
    place.mkdir()
    tree(system, files, packages, hooks)
    prefix = "(hd0,msdos1)/boot/grub"
    run("grub-mkimage", "--format=i386-pc", f"--output={core}", f"--prefix={prefix}", *GRUB_MODULES)
    with disk.open("wb") as file:
        file.truncate(SIZE)
        file.write(boot_sector((GRUB / "boot.img").read_bytes(), size=SIZE))
        file.write(_fitting(core.read_bytes()))
    start = FIRST_SECTOR * SECTOR
    blocks = (SIZE - start) // 4096
    options = f"offset={start},lazy_itable_init=1"
    run(
        "mke2fs",
        "-q",
        "-F",
        "-t",
        "ext4",
        "-b",
        "4096",
        "-L",
        LABEL,
        "-d",
        str(files),
        "-E",
        options,
        str(disk),
        str(blocks),
    )
    disk.chmod(0o644)
    core.unlink()
    shutil.rmtree(files)


def boot_sector(code: bytes, *, size: int) -> bytes:
    """The first 512 bytes of a disk of `size` bytes: GRUB's code, and one partition from sector 2048 to the end."""
    place = b"\xfe\xff\xff"
    partition = struct.pack("<B3sB3sII", ACTIVE, place, LINUX, place, FIRST_SECTOR, size // SECTOR - FIRST_SECTOR)
    return code[:BOOT_CODE].ljust(TABLE, b"\0") + partition.ljust(64, b"\0") + b"\x55\xaa"


def _fitting(core: bytes) -> bytes:
    if len(core) > (FIRST_SECTOR - 1) * SECTOR:
        raise OutsideError("GRUB is larger than the room before the first partition")
    return core
