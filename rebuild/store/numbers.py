"""编号: the next number of a series in its period, without a gap and never twice; what each was given for.

The counter is a row changed in the deciding transaction: an action undone gives its number back, and
two actions cannot be given the same one. A number once given stays given; spoilt, it is void (作废).
"""

from dataclasses import dataclass

from sqlalchemy import bindparam, select, update

from rebuild.errors import Conflict, NotFound
from rebuild.store.rows import row_digest, with_digest
from rebuild.store.session import Session, Statement
from rebuild.store.statements import upsert
from rebuild.store.tables import documents, number_register, numbers

ISSUED = "issued"
VOID = "void"


@dataclass(frozen=True, slots=True)
class Registered:
    """A number that was given, as it was written, and for which document."""

    series: str
    period: str
    count: int
    text: str
    document: str
    standing: str
    reason: str


def take(session: Session, *, series: str, period: str) -> int:
    """The next number; the counter stays locked until the transaction ends."""
    found = session.row(_TAKE, series=series, period=period, last=1)
    assert found is not None, "an upsert that returns gives a row"
    return int(found[0])


def counters(session: Session, beginning: str) -> tuple[tuple[str, str, int], ...]:
    """Every series that begins so, with each of its periods and the last number given in it."""
    rows = session.rows(_COUNTERS, beginning=beginning, end=f"{beginning}\U0010ffff")
    return tuple((series, period, int(last)) for series, period, last in rows)


def register(
    session: Session, *, series: str, period: str, count: int, text: str, document: str
) -> None:
    """Write down what a number was given for, in the same transaction."""
    row = {
        "series": series,
        "period": period,
        "count": count,
        "text": text,
        "document": document,
        "standing": ISSUED,
        "reason": "",
    }
    session.tell(_REGISTER, **with_digest(row))


def void(session: Session, *, series: str, period: str, count: int, reason: str) -> None:
    """Mark a number as void; it keeps its place and is never given again."""
    found = session.row(_ONE, series=series, period=period, count=count)
    if found is None:
        raise NotFound(f"登记簿中没有 {series} {period} 第 {count} 号")
    if found[5] == VOID:
        raise Conflict(f"{found[3]} 已作废，无须再次办理")
    row = {**dict(zip(_NAMES, found, strict=True)), "standing": VOID, "reason": reason}
    session.tell(
        _VOID,
        at_series=series,
        at_period=period,
        at_count=count,
        to_standing=VOID,
        to_reason=reason,
        to_row_digest=row_digest(row),
    )


def register_of(session: Session, *, series: str, period: str) -> tuple[Registered, ...]:
    """A series' register for one period, in order."""
    found = session.rows(_PERIOD, series=series, period=period)
    return tuple(Registered(*row) for row in found)


def given_for(session: Session, document: str) -> Registered | None:
    """The number a document was given."""
    found = session.row(_FOR_DOCUMENT, document=document)
    return Registered(*found) if found else None


def void_of_case(session: Session, case: str) -> dict[str, str]:
    """The documents of a case whose numbers are void, each with the reason."""
    return {str(row[0]): str(row[1]) for row in session.rows(_VOID_OF_CASE, case=case)}


def gaps(session: Session) -> tuple[str, ...]:
    """Every series whose register is not 1, 2, 3 … up to its counter; one line each."""
    counters = {(series, period): last for series, period, last in session.rows(_COUNTERS)}
    found = []
    expected = dict.fromkeys(counters, 1)
    for series, period, count in session.rows(_GIVEN):
        due = expected.get((series, period), 1)
        if count != due:
            found.append(f"{series} {period}：第 {due} 号至第 {count - 1} 号缺失")
        expected[series, period] = count + 1
    for (series, period), due in expected.items():
        last = counters.get((series, period), 0)
        if due - 1 != last:
            found.append(f"{series} {period}：计数器为 {last}，登记簿止于第 {due - 1} 号")
    return tuple(found)


_NAMES = ("series", "period", "count", "text", "document", "standing", "reason")
_ROW = select(*(number_register.c[name] for name in _NAMES))
_COUNTERS = Statement(
    select(numbers.c.series, numbers.c.period, numbers.c.last)
    .where(numbers.c.series >= bindparam("beginning"), numbers.c.series < bindparam("end"))
    .order_by(numbers.c.series, numbers.c.period)
)
_TAKE = upsert(numbers, adding=("last",), returning="last")
_REGISTER = Statement(number_register.insert())
_ONE = Statement(
    _ROW.where(
        number_register.c.series == bindparam("series"),
        number_register.c.period == bindparam("period"),
        number_register.c.count == bindparam("count"),
    ).with_for_update()
)
_PERIOD = Statement(
    _ROW.where(
        number_register.c.series == bindparam("series"),
        number_register.c.period == bindparam("period"),
    ).order_by(number_register.c.count)
)
_FOR_DOCUMENT = Statement(_ROW.where(number_register.c.document == bindparam("document")))
_VOID = Statement(
    update(number_register)
    .where(
        number_register.c.series == bindparam("at_series"),
        number_register.c.period == bindparam("at_period"),
        number_register.c.count == bindparam("at_count"),
    )
    .values({name: bindparam(f"to_{name}") for name in ("standing", "reason", "row_digest")})
)
_COUNTERS = Statement(select(numbers.c.series, numbers.c.period, numbers.c.last))
_GIVEN = Statement(
    select(number_register.c.series, number_register.c.period, number_register.c.count).order_by(
        number_register.c.series, number_register.c.period, number_register.c.count
    )
)
_VOID_OF_CASE = Statement(
    select(number_register.c.document, number_register.c.reason)
    .join(documents, documents.c.id == number_register.c.document)
    .where(documents.c.case_number == bindparam("case"), number_register.c.standing == VOID)
)
