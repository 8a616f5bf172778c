"""Machines on this one: segments, a firewall between them, real systemd and real SSH."""
