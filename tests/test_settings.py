"""Settings come from the environment, and a bad one is named."""

from pathlib import Path

import pytest

from rebuild.errors import InputError
from rebuild.settings import Settings, read_settings


@pytest.mark.parametrize("name", Settings.model_fields)
def test_setting_says_what_it_means(name):
    assert Settings.model_fields[name].description


def test_office_keeps_its_data_beside_where_it_is_started():
    assert read_settings().data == Path("rebuild-data")


def test_database_is_a_file_in_the_data_folder(tmp_path):
    assert read_settings(data=tmp_path).database == f"sqlite:///{tmp_path}/rebuild.sqlite3"


def test_other_database_is_one_setting(monkeypatch, tmp_path):
    monkeypatch.setenv("REBUILD_DATABASE_URL", "postgresql+psycopg://office@localhost/rebuild")
    assert read_settings(data=tmp_path).database.startswith("postgresql+psycopg://")


@pytest.mark.parametrize(
    ("value", "fits"),
    [("0", False), ("1", True), ("3600", True), ("3601", False), ("soon", False)],
    ids=["below", "least", "most", "above", "no_number"],
)
def test_seconds_for_a_document_lie_within_an_hour(value, fits, monkeypatch):
    monkeypatch.setenv("REBUILD_PDF_SECONDS", value)
    if fits:
        assert read_settings().pdf_seconds == int(value)
    else:
        with pytest.raises(InputError, match=f"REBUILD_PDF_SECONDS：无法使用“{value}”"):
            read_settings()
