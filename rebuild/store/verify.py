"""Whether the ledger is as it was written: every hash recomputed, every link followed, both ends compared."""

from dataclasses import dataclass, field

from sqlalchemy import bindparam, select

from rebuild.cases.codec import read_json
from rebuild.errors import StoreError
from rebuild.store.ledger import OFFICE, PAGE, START, Sealed, every_entry, head
from rebuild.store.session import Session, Statement
from rebuild.store.tables import cases

MOST_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and with which entry; position 0 where no one entry is at fault."""

    position: int
    case: str
    seq: int
    what: str

    def __str__(self) -> str:
        place = (
            f"台账第 {self.position} 条（案件 {self.case} 第 {self.seq} 条）"
            if self.position
            else ""
        )
        place = place or (f"案件 {self.case}" if self.case else "台账")
        return f"{place}：{self.what}"


@dataclass(frozen=True, slots=True)
class Verification:
    ok: bool
    entries: int
    events: int
    head: str
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class Walk:
    """Along the ledger, entry by entry: what those met so far add up to, and what was wrong with them."""

    expected_head: str | None = None
    position: int = 0
    hash: str = START
    entries: int = 0
    events: int = 0
    met_head: bool = False
    cases: dict[str, tuple[int, str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def blame(self, position: int, case: str, seq: int, what: str) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(position, case, seq, what))

    def take(self, entry: Sealed) -> None:
        """The next entry, held against all that came before it."""
        seq, previous = self.cases.get(entry.case, (0, START))

        def wrong(what: str) -> None:
            self.blame(entry.position, entry.case, entry.seq, what)

        if entry.position != self.position + 1:
            wrong(f"位置不连续：上一条为第 {self.position} 条，其间有条目缺失")
        if not entry.right():
            wrong("内容与校验值不符，条目被改动")
        if entry.before != self.hash:
            wrong("与全台账上一条的校验值不衔接")
        if entry.seq != seq + 1:
            wrong(f"案内序号不连续：上一条为第 {seq} 条")
        if entry.previous != previous:
            wrong("与本案上一条的校验值不衔接")
        self._read_body(entry)
        self.position, self.hash = entry.position, entry.hash
        self.cases[entry.case] = entry.seq, entry.hash
        self.entries += 1
        self.met_head = self.met_head or entry.hash == self.expected_head

    def _read_body(self, entry: Sealed) -> None:
        try:
            body = read_json(entry.body)
            told, events = (body["case"], body["seq"]), len(body["events"])
        except (ValueError, KeyError, TypeError):
            self.blame(entry.position, entry.case, entry.seq, "内容无法解读")
            return
        if told != (entry.case, entry.seq):
            self.blame(entry.position, entry.case, entry.seq, "案号或序号与内容所载不符")
        self.events += events


def verify(session: Session, *, head: str | None = None) -> Verification:
    """Walk the whole ledger. `head`: a hash printed earlier, which must still stand in it.

    The ledger alone cannot show that all of it was written anew; a printed hash can.
    """
    walk = Walk(expected_head=head)
    try:
        for entry in every_entry(session):
            walk.take(entry)
        _check_ledger_head(session, walk)
        _check_cases(session, walk)
    except StoreError as error:
        walk.blame(walk.position + 1, "", 0, f"无法读取：{error}")
    if head is not None and not walk.met_head:
        walk.blame(
            0, "", 0, f"打印留存的台账校验值 {head[:16]}… 在台账中已不存在，台账可能被整体改写"
        )
    problems = tuple(walk.problems)
    return Verification(not problems, walk.entries, walk.events, walk.hash, problems)


def _check_ledger_head(session: Session, walk: Walk) -> None:
    position, last = head(session)
    if position != walk.position:
        walk.blame(
            0, "", 0, f"台账应有 {position} 条，止于第 {walk.position} 条，末尾条目缺失或多出"
        )
    elif last != walk.hash:
        walk.blame(walk.position, "", 0, "最后一条的校验值与台账首行所记不符")


def _check_cases(session: Session, walk: Walk) -> None:
    unseen = set(walk.cases) - {OFFICE}
    for number, seq, last in session.pages(_HEADS, after="", size=PAGE):
        unseen.discard(number)
        found = walk.cases.get(number)
        if found is None:
            walk.blame(0, number, 0, "台账中没有该案件的任何条目")
        elif found != (seq, last):
            walk.blame(0, number, 0, f"案件记至第 {seq} 条，台账中为第 {found[0]} 条，或校验值不符")
    for number in sorted(unseen):
        walk.blame(0, number, 0, "台账中有该案件，案件表中没有")


_HEADS = Statement(
    select(cases.c.number, cases.c.seq, cases.c.head)
    .where(cases.c.number > bindparam("after"))
    .order_by(cases.c.number)
    .limit(bindparam("size"))
)
