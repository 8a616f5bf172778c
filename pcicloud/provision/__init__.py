"""Builds an environment, watches it and takes it down: plan, apply, status, drift, destroy."""
