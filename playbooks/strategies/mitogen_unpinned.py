"""Mitogen's linear strategy on every processor of this machine, with less to copy at each fork.

Mitogen pins processes to processors; below four, all but one of its processes share a single one.
"""

from __future__ import annotations

import gc

import ansible_mitogen.affinity
import ansible_mitogen.loaders
from ansible_mitogen.strategy import StrategyMixin

ansible_mitogen.affinity.policy = ansible_mitogen.affinity.Policy()
Linear = ansible_mitogen.loaders.strategy_loader.get("linear", class_only=True)


class StrategyModule(StrategyMixin, Linear):
    """Ansible's order of tasks over mitogen's connections."""

    def run(self, iterator, play_context, result=0):
        """Play; what is loaded by now stays out of collections of garbage, whose marks every fork would copy."""
        gc.freeze()
        return super().run(iterator, play_context, result)
