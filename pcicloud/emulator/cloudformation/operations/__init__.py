"""CloudFormation's operations by name."""

from pcicloud.emulator.cloudformation.operations import change_sets, drift, stacks, templates
from pcicloud.emulator.request import Operation

OPERATIONS: dict[str, Operation] = {
    **stacks.OPERATIONS,
    **templates.OPERATIONS,
    **change_sets.OPERATIONS,
    **drift.OPERATIONS,
}
