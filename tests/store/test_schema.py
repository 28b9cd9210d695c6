"""The migrations make exactly the tables that the code describes, all at once or not at all."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, make_url

from rebuild.errors import Conflict, InputError, StoreError
from rebuild.store import cases, workflows
from rebuild.store.database import Database
from rebuild.store.migrations import settings
from rebuild.store.tables import SCHEMA
from rebuild.store.tables_desk import metadata
from rebuild.store.workflows import PublishedVersion
from tests.store.direct import behind
from tests.store.sample_office import open_case


def common_to_both(thing, name, kind, reflected, compare_to):
    """The index by which cases are found is one of full text on SQLite, and one of sets on PostgreSQL."""
    return not str(name).startswith("seeking_grams")


def test_migrations_from_nothing_make_the_tables_the_code_describes(address):
    url = make_url(address)
    if url.get_backend_name() == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    engine = create_engine(url)
    with engine.connect() as connection:
        opts = {"compare_type": True, "include_object": common_to_both}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_the_newest_migration_is_the_one_the_code_expects(database):
    assert ScriptDirectory.from_config(settings(None)).get_current_head() == SCHEMA
    assert database.schema_version() == SCHEMA
    assert database.up_to_date()


def test_creating_again_keeps_what_there_is(database):
    with database.writing() as session:
        open_case(session, "D-1")
    database.create()
    with database.reading() as session:
        assert cases.get(session, "D-1").seq == 1


def test_text_is_ordered_by_its_bytes_on_both_databases(database):
    with database.writing() as session:
        for number in ("b-1", "B-1", "_-1", "案-1", "a-10", "a-2"):
            open_case(session, number)
    from rebuild.store.lists import every_number

    with database.reading() as session:
        assert list(every_number(session)) == ["B-1", "_-1", "a-10", "a-2", "b-1", "案-1"]


def test_a_database_that_was_never_made_has_no_schema(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/nothing.db")
    assert database.schema_version() == ""
    assert not database.up_to_date()
    assert not (tmp_path / "nothing.db").exists(), "asking must not make it"
    with pytest.raises(StoreError, match="rebuild init"), database.reading():
        pass


@pytest.mark.parametrize("url", ["", "office.db", "mysql://x/y", "sqlite://", "sqlite:///:memory:"])
def test_an_address_that_names_no_database_is_refused(url):
    with pytest.raises(InputError, match="数据库地址"):
        Database(url)


def test_the_app_s_role_may_not_change_the_ledger_even_without_triggers(address):
    if address.startswith("sqlite"):
        return  # SQLite knows no roles
    with behind(address) as connection:
        rights = {
            (table, right): connection.execute(
                "SELECT has_table_privilege('rebuild_app', ?, ?)", (table, right)
            ).fetchone()[0]
            for table in ("ledger", "workflow_versions", "cases")
            for right in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")
        }
    forbidden = {each for each, may in rights.items() if not may}
    assert forbidden == {
        (table, right)
        for table in ("ledger", "workflow_versions")
        for right in ("UPDATE", "DELETE", "TRUNCATE")
    } | {("cases", "TRUNCATE")}


FIRST = PublishedVersion("d_grade_rebuild", 1, "a" * 64)


def test_a_published_workflow_is_given_back_to_the_byte(database):
    with database.writing() as session:
        workflows.publish(session, FIRST, json=b'{"a":1}')
        workflows.publish(session, FIRST, json=b'{"a":1}')
    with database.reading() as session:
        assert workflows.load(session, "d_grade_rebuild", version=1) == (FIRST, b'{"a":1}')
        assert workflows.versions(session) == (FIRST,)


def test_a_published_version_never_changes_its_content(database):
    with database.writing() as session:
        workflows.publish(session, FIRST, json=b'{"a":1}')
    with pytest.raises(Conflict, match="next version number"), database.writing() as session:
        workflows.publish(session, FIRST._replace(hash="b" * 64), json=b'{"a":2}')


@pytest.mark.parametrize(
    "change", ["UPDATE workflow_versions SET json = ''", "DELETE FROM workflow_versions"]
)
def test_the_database_refuses_to_change_a_published_version(database, address, change):
    with database.writing() as session:
        workflows.publish(session, FIRST, json=b'{"a":1}')
    with behind(address) as connection, pytest.raises(Exception, match="only added to"):
        connection.execute(change)
