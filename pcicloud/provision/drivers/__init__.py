"""Drivers: one module builds environments in one way; its function `driver` makes the Driver."""
