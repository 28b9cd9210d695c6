"""How the schema came to be what it is, one file a release; run from the program, with no file of settings."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection


def upgrade(connection: Connection) -> None:
    """Run every migration the database has not seen, inside the connection's transaction."""
    from alembic import command  # it is slow to import, and few commands migrate

    command.upgrade(settings(connection), "head")


def settings(connection: Connection) -> Any:
    """Alembic's settings for a connection."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
