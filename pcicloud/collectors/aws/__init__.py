"""Collectors of an AWS account: one module asks one thing."""
