"""A session: one transaction, and the statements run in it; a statement is compiled once for each database."""

from collections.abc import Callable, Iterator, Mapping
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import ClauseElement
from sqlalchemy.engine import Dialect

from rebuild.store.recent import Recent
from rebuild.store.trouble import in_our_words

Row = tuple[Any, ...]
Parameters = Mapping[str, Any]
Bind = Callable[[Parameters], Any]


class Statement:
    """A Core statement whose text is made once and then handed to the driver's own cursor.

    Compiling anew, or going through SQLAlchemy's own execution, would double the time of a step.
    """

    __slots__ = ("_build", "_ready")

    def __init__(self, build: ClauseElement | Callable[[str], ClauseElement]) -> None:
        """`build` may be a function of the database's name, where the two need different constructs."""
        self._build: Final = build
        self._ready: dict[str, tuple[str, Bind]] = {}

    def ready(self, dialect: Dialect) -> tuple[str, Bind]:
        """The text for a database, and how its parameters are laid out."""
        known = self._ready.get(dialect.name)
        if known is None:
            known = self._ready[dialect.name] = self._compile(dialect)
        return known

    def _compile(self, dialect: Dialect) -> tuple[str, Bind]:
        core = self._build if isinstance(self._build, ClauseElement) else self._build(dialect.name)
        compiled: Any = core.compile(dialect=dialect)
        fixed = {name: value for name, value in compiled.params.items() if value is not None}
        places = compiled.positiontup
        if places is None:
            return compiled.string, (lambda given: {**fixed, **given}) if fixed else dict
        if not places:
            return compiled.string, lambda given: ()
        if len(places) == 1 and not fixed:
            only = places[0]
            return compiled.string, lambda given: (given[only],)
        pick = itemgetter(*places, places[0])  # one too many, so that it always gives a tuple
        if fixed:
            return compiled.string, lambda given: pick({**fixed, **given})[:-1]
        return compiled.string, itemgetter(*places)


class Session:
    """One transaction: what is read in it belongs together, what is written in it is kept whole or not at all."""

    __slots__ = ("_cursor", "_dialect", "_error", "recent", "writes")

    def __init__(self, cursor: Any, dialect: Dialect, *, writes: bool, recent: Recent) -> None:
        self._cursor = cursor
        self._dialect = dialect
        # A damaged file may also make the driver stumble over text that is none.
        self._error = (dialect.loaded_dbapi.Error, UnicodeDecodeError)
        self.writes = writes
        self.recent = recent

    @property
    def database(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._dialect.name

    def run(self, statement: Statement, /, **given: Any) -> int:
        """Run it; how many rows it touched."""
        sql, bind = statement.ready(self._dialect)
        try:
            return int(self._cursor.execute(sql, bind(given)).rowcount)
        except self._error as error:
            raise in_our_words(error) from error

    def row(self, statement: Statement, /, **given: Any) -> Row | None:
        """The first row of the answer."""
        found = self.rows(statement, **given)
        return found[0] if found else None

    def rows(self, statement: Statement, /, **given: Any) -> list[Row]:
        sql, bind = statement.ready(self._dialect)
        try:
            found: list[Row] = self._cursor.execute(sql, bind(given)).fetchall()
        except self._error as error:
            raise in_our_words(error) from error
        return found

    def pages(
        self, statement: Statement, /, *, after: Any, size: int, key: int = 0
    ) -> Iterator[Row]:
        """Every row of a statement that takes `after` and `size`, a page at a time; `key` is the column it is ordered by."""
        while True:
            page = self.rows(statement, after=after, size=size)
            yield from page
            if len(page) < size:
                return
            after = page[-1][key]
