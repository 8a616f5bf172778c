"""What every login shell reads first."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.collecting import collector
from pcicloud.host import HostAnswers
from pcicloud.model.asking import files
from pcicloud.model.sighting import Seen

# Profiles may set secrets as variables: only the lines about time-outs leave the host, and those without an assignment
# that begin, go on with or end a block, for they tell whether a line about a time-out is run at all.
TIMEOUTS = (
    r"TMOUT|^(?!.*\w=\S)(?:"
    r"\s*(?:if|case|for|while|until|select|function|cat|return|exit|fi|esac|done)\b|\s*[})]"
    r"|.*(?:\b(?:then|do)|[{(\\]|&&|\|\|)\s*$)"
)
PROFILES = ("/etc/profile", "/etc/bash.bashrc", "/etc/bashrc", "/etc/profile.d/*.sh")


@collector(where="host", asks=tuple(files(pattern, lines=TIMEOUTS) for pattern in PROFILES))
def shell_profiles(host: HostAnswers) -> Iterator[Seen]:
    """What every login shell reads first, as far as it sets a time-out."""
    found = [one for pattern in PROFILES for one in host.files(pattern, lines=TIMEOUTS)]
    yield Seen("shell profiles", {"files": found})
