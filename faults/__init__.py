"""``make faults``: what is broken on purpose while people work, and what is judged afterwards.

``history`` and ``checker`` share no code with the server; ``python -m faults.run --help`` says the rest.
"""
