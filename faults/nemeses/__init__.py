"""What is broken, each in a module of its own; its docstring says what is promised meanwhile and afterwards."""
