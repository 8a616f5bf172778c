"""Frozen values that everything else speaks; no input or output here."""
