"""Checks of a Linux host: pure functions over what the collectors of the same family saw."""
