"""What all drivers of the private model share: the fleet, its inventory, and how Ansible sets it."""
