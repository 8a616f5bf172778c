"""Virtual machines on this one, each with a kernel of its own, made by libvirt and set up by cloud-init."""
