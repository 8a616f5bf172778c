"""Checks of an AWS account: pure functions over what the collectors of the same family saw."""
