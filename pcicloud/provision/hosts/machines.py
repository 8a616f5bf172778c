"""What a driver of the private model must be able to do with machines; how they are set is the same for all of them."""

from __future__ import annotations

from typing import Protocol

from pcicloud.model.plan import Remaining


class Machines(Protocol):
    """Machines that are made, or only found, by one driver."""

    @property
    def driver(self) -> str:
        """The driver's name, as environment.yaml says it."""

    @property
    def new(self) -> str:
        """What a plan says of a machine that `up` would make."""

    def missing(self) -> tuple[str, ...]:
        """The servers that `up` would make."""

    def up(self) -> None:
        """Make and boot what is not there yet. Raises OutsideError where that does not work."""

    def standing(self) -> dict[str, str]:
        """Each server and how it stands: RUNNING, STOPPED, or NOT_KNOWN."""

    def leftovers(self) -> tuple[str, ...]:
        """What `down` would take away."""

    def down(self) -> tuple[Remaining, ...]:
        """Take away what was made; what remains is named with its reason."""

    def more_parameters(self) -> dict[str, str]:
        """Parameters of the model that this driver knows better than the user."""
