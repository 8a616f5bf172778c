"""OpenSSL's cipher strings (openssl-ciphers(1)): whether one offers something weak."""

from __future__ import annotations

import re

# Names of suites and of groups of suites that are broken, unauthenticated or unencrypted.
WEAK = re.compile(r"(?i)(^|[-+_])(a?NULL|eNULL|EXP\w*|EXPORT\w*|LOW|MEDIUM|RC[24]|3?DES\w*|MD5|IDEA|SEED|ADH|AECDH)\b")
WHOLE = ("ALL", "COMPLEMENTOFALL", "COMPLEMENTOFDEFAULT")
GROUPS = ("HIGH", "DEFAULT")


def weak(said: str) -> str:
    """The first part that offers something weak, empty where none does."""
    parts = [part for part in re.split(r"[:,\s]+", said) if part]
    offered = [part for part in parts if part[0] not in "!-@"]
    out = {part[1:].lower() for part in parts if part[0] == "!"}
    for part in offered:
        if part.lstrip("+") in WHOLE or WEAK.search(part.lstrip("+")):
            return part
        if part == "HIGH" and "anull" not in out:
            return "HIGH without !aNULL"
    return "" if offered else "nothing that is named"
