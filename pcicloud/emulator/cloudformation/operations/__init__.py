"""CloudFormation's operations by name."""

from pcicloud.emulator.cloudformation.operations import change_sets, drift, stacks, templates
from pcicloud.emulator.own_services import Operation

OPERATIONS: dict[str, Operation] = {
    **stacks.OPERATIONS,
    **templates.OPERATIONS,
    **change_sets.OPERATIONS,
    **drift.OPERATIONS,
}
