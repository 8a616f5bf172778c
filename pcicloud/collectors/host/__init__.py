"""Collectors of a Linux host: each says what it asks; one pass over the host answers all."""
