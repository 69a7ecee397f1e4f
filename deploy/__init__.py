"""How Tablée is put on a machine: nginx in front of several processes, their units, and all of it in one command."""
