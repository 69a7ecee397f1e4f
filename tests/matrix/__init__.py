"""Every role, phase, command and client mode: what the method allows, by hand, and what the product does, executed."""
