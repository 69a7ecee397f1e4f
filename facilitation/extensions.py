"""The Flask extensions, made once and bound to an application by ``create_app``."""

from flask_babel import Babel
from flask_migrate import Migrate
from flask_socketio import SocketIO
from flask_sqlalchemy import SQLAlchemy

from .storage import engine as _engine  # noqa: F401  (its listeners set up every connection)
from .storage.models import Base

db = SQLAlchemy(metadata=Base.metadata)
"""The engine of the application. Rows are declared in ``facilitation.storage`` on their own typed base, so that storage
and service can be used, and tested, without an application."""

migrate = Migrate()
socketio = SocketIO()
babel = Babel()
