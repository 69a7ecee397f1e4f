"""Sockets: bytes become commands for the service's door, and what the service publishes becomes bytes.

``install`` binds the handlers to an application and gives it ``app.extensions["live"]``; ``follow`` lets the house
publish through it; nothing runs before ``start``.
"""

from .installed import Live, follow, install

__all__ = ["Live", "follow", "install"]
