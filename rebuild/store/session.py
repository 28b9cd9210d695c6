"""A session: one transaction, and the statements run in it; a statement is compiled once for each database."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import ClauseElement
from sqlalchemy.engine import Dialect

from rebuild.store.recent import Recent
from rebuild.store.trouble import in_our_words

Row = tuple[Any, ...]
Parameters = Mapping[str, Any]
Question = tuple["Statement", Parameters]
Bind = Callable[[Parameters], Any]


class Statement:
    """A Core statement whose text is made once and then handed to the driver's own cursor.

    Compiling anew, or going through SQLAlchemy's own execution, would double the time of a step.
    """

    __slots__ = ("_build", "ready")

    def __init__(self, build: ClauseElement | Callable[[str], ClauseElement]) -> None:
        """`build` may be a function of the database's name, where the two need different constructs."""
        self._build: Final = build
        self.ready: dict[
            str, tuple[str, Bind]
        ] = {}  # by database: the text, and how to lay out its parameters

    def prepare(self, dialect: Dialect) -> tuple[str, Bind]:
        """Make the text for a database, once."""
        self.ready[dialect.name] = self._compile(dialect)
        return self.ready[dialect.name]

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

    __slots__ = (
        "_answered", "_cursor", "_dialect", "_error", "_soon", "_waiting",
        "database", "ledger_head", "recent", "writes",
    )  # fmt: skip

    def __init__(self, cursor: Any, dialect: Dialect, *, writes: bool, recent: Recent) -> None:
        self._cursor = cursor
        self._dialect = dialect
        self.database: Final = dialect.name  # sqlite or postgresql
        # A damaged file may also make the driver stumble over text that is none.
        self._error = (dialect.loaded_dbapi.Error, UnicodeDecodeError)
        self.writes = writes
        # Over a network each question costs a journey; what is only told can travel with the next one.
        self._waiting: list[tuple[str, Any]] | None = None if self.database == "sqlite" else []
        self._soon: list[Question] = []
        self._answered: dict[Any, list[Row]] = {}
        self.recent = recent
        # Position and hash of the latest entry, where this transaction has seen it and none can come between.
        self.ledger_head: tuple[int, str] | None = None

    def run(self, statement: Statement, /, **given: Any) -> int:
        """Run it; how many rows it touched."""
        sql, bind = statement.ready.get(self.database) or statement.prepare(self._dialect)
        try:
            if self._waiting:
                self.send()
            return int(self._cursor.execute(sql, bind(given)).rowcount)
        except self._error as error:
            raise in_our_words(error) from error

    def tell(self, statement: Statement, /, **given: Any) -> None:
        """Write, where nobody asks how many rows it touched; what is wrong with it may show at the commit."""
        sql, bind = statement.ready.get(self.database) or statement.prepare(self._dialect)
        if self._waiting is not None:
            self._waiting.append((sql, bind(given)))
            return
        try:
            self._cursor.execute(sql, bind(given))
        except self._error as error:
            raise in_our_words(error) from error

    def ahead(self, statement: Statement, /, **given: Any) -> None:
        """Let a question that will soon be asked, in the same words, travel with the next one.

        It sees what stands when it is answered: nothing that it asks about may be written in between.
        """
        if self._waiting is not None:
            self._soon.append((statement, given))

    def send(self, *last: str) -> None:
        """Send what waits, and `last`, in one journey."""
        waiting, self._waiting = self._waiting or [], [] if self._waiting is not None else None
        with self._cursor.connection.pipeline():
            for sql, values in waiting:
                self._cursor.execute(sql, values)
            for sql in last:
                self._cursor.execute(sql)

    def row(self, statement: Statement, /, **given: Any) -> Row | None:
        """The first row of the answer."""
        if self._waiting is not None:
            found = self.rows(statement, **given)
            return found[0] if found else None
        sql, bind = statement.ready.get(self.database) or statement.prepare(self._dialect)
        try:
            first: Row | None = self._cursor.execute(sql, bind(given)).fetchone()
        except self._error as error:
            raise in_our_words(error) from error
        return first

    def rows(self, statement: Statement, /, **given: Any) -> list[Row]:
        try:
            if self._waiting is not None:
                return self._fetched(statement, given)
            sql, bind = statement.ready.get(self.database) or statement.prepare(self._dialect)
            found: list[Row] = self._cursor.execute(sql, bind(given)).fetchall()
        except self._error as error:
            raise in_our_words(error) from error
        return found

    def _fetched(self, statement: Statement, given: Parameters) -> list[Row]:
        """The answer, in one journey with all that waits to be told or is to be asked ahead."""
        asked = statement, tuple(given.items())
        if asked in self._answered:
            return self._answered.pop(asked)
        questions, self._soon = [(statement, given), *self._soon], []
        waiting, self._waiting = self._waiting or [], []
        connection = self._cursor.connection
        # Of several answers a cursor keeps one: so each question has its own.
        cursors = [connection.cursor() for _ in questions]
        with connection.pipeline() if waiting or len(questions) > 1 else nullcontext():
            for sql, values in waiting:
                self._cursor.execute(sql, values)
            for cursor, (each, told) in zip(cursors, questions, strict=True):
                sql, bind = each.ready.get(self.database) or each.prepare(self._dialect)
                cursor.execute(sql, bind(told))
        for cursor, (each, told) in zip(cursors, questions, strict=True):
            self._answered[each, tuple(told.items())] = cursor.fetchall()
        return self._answered.pop(asked)

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
