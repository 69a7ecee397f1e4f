"""The start-up file: ``python wsgi.py`` serves Tablée. Importing it does nothing but name the application's factory.

As a program it patches the standard library first (eventlet or gevent), then holds the database, then starts what only
a server has: the timekeeper, the heartbeat and, on PostgreSQL, the ear for other processes.
"""

import gc
import os

if __name__ == "__main__":
    gc.disable()  # until it serves: what is imported stays, and looking for garbage in it took an eighth of the start
    MODE = os.environ.get("ASYNC_MODE") or "eventlet"
    if MODE == "eventlet":
        import warnings

        os.environ.setdefault("EVENTLET_NO_GREENDNS", "yes")  # greendns reads /etc/resolv.conf and surprises later
        warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
        import eventlet

        eventlet.monkey_patch()
    elif MODE == "gevent":
        from gevent import monkey

        monkey.patch_all()

import sys

from facilitation import create_app

__all__ = ["create_app"]

if __name__ == "__main__":
    from facilitation.serving import run

    sys.exit(run(create_app, MODE))
