"""Every setting, its default, its meaning; read once, at the edge."""

from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from rebuild.errors import InputError

_PREFIX = "REBUILD_"
DATABASE_NOTE = "database.url"  # in the data folder, where `init --database` named another database


class Settings(BaseSettings):
    """Each field is the environment variable of the same name in capitals, with REBUILD_ before it."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, frozen=True)

    data: Path = Field(
        default=Path("rebuild-data"),
        description="The data folder: the SQLite file, the keys, the issued documents, the error reports.",
    )
    database_url: str | None = Field(
        default=None,
        description="Another database than the SQLite file in the data folder, as an SQLAlchemy URL.",
    )
    verify_url: str = Field(
        default="http://127.0.0.1:8000/verify/",
        description="What the QR code on a document begins with; the document's code follows.",
    )
    pdf_seconds: int = Field(
        default=60, ge=1, le=3600, description="A document that takes longer to print is given up."
    )
    pdf_memory_mb: int = Field(
        default=1024,
        ge=128,
        le=65536,
        description="A document that needs more memory than this to print is given up.",
    )
    print_workers: int = Field(
        default=2, ge=1, le=64, description="How many processes print documents side by side."
    )
    site_url: str = Field(
        default="http://127.0.0.1:8000",
        description="The address people open the desk at; beginning with https, cookies never travel in the open.",
    )
    webhook_hosts: str = Field(
        default="",
        description="Hosts that may be told of changes, by name with commas between; none, and nobody is told.",
    )
    idle_minutes: int = Field(
        default=30, ge=1, le=720, description="Whoever does nothing for so long signs in again."
    )
    session_hours: int = Field(
        default=12, ge=1, le=24, description="Everybody signs in again after so long, busy or not."
    )
    confirm_minutes: int = Field(
        default=10,
        ge=1,
        le=60,
        description="A decision, an export, a look behind a mask asks the password again after so long.",
    )

    upload_mb: int = Field(
        default=50,
        ge=1,
        le=500,
        description="A larger file than this is not taken as an attachment.",
    )
    virus_scanner: str = Field(
        default="",
        description="A command that is given each attachment and ends with 0 where it finds nothing; none by default.",
    )
    scan_seconds: int = Field(
        default=60, ge=1, le=600, description="An attachment that takes longer to scan is refused."
    )

    @property
    def secure(self) -> bool:
        """Whether the desk is reached only by https."""
        return self.site_url.startswith("https://")

    @property
    def database(self) -> str:
        """The URL of the database in use: the environment's, else the one `init` was given, else SQLite."""
        if self.database_url:
            return self.database_url
        noted = self.data / DATABASE_NOTE
        if noted.is_file():
            return noted.read_text("utf-8").strip()
        return f"sqlite:///{self.data.absolute() / 'rebuild.sqlite3'}"


def read_settings(*, data: Path | None = None) -> Settings:
    """The settings in force; a folder named on the command line wins over the environment."""
    try:
        return Settings() if data is None else Settings(data=data)
    except ValidationError as error:
        first = error.errors()[0]
        name = _PREFIX + str(first["loc"][0]).upper()
        raise InputError(
            f"环境变量{name}", f"无法使用“{first['input']}”", f"请改正或取消设置（{first['msg']}）"
        ) from error
