"""CloudFormation's API over the emulated AWS: stacks, change sets, drift, with one provider a resource type."""

from pcicloud.emulator.cloudformation.operations import OPERATIONS

__all__ = ["OPERATIONS"]
