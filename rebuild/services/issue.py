"""Issuing: numbers given and facts frozen in the deciding transaction; the paper itself is made after it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from hashlib import sha256

from rebuild.cases.apply import apply
from rebuild.cases.codec import canonical
from rebuild.cases.events import DocumentIssued
from rebuild.cases.facts import Case, Document, Json, Run
from rebuild.cases.making import quickly_made
from rebuild.documents import suppliers
from rebuild.documents.facts import Issuing, freeze
from rebuild.documents.fonts import fonts_hash, missing
from rebuild.documents.kinds import Kind
from rebuild.documents.numbers import Numbering, document_numbering, numbering
from rebuild.engine.decide import DocumentDue
from rebuild.engine.definition import Organ
from rebuild.engine.plan import Plan
from rebuild.errors import DefinitionError, PrintError
from rebuild.law.cost_shares import shares_by_area
from rebuild.services.office import Office
from rebuild.services.shown import dues_of, figures_of, shown_answers
from rebuild.services.tally_told import tally_told
from rebuild.store import documents, numbers
from rebuild.store.session import Session

ROUND = "consensus"
assert suppliers.SUBJECTS  # entered by the import


@quickly_made
@dataclass(frozen=True, slots=True)
class Desk:
    """Where documents are issued: in which transaction, under which plan, by whom, on which day."""

    session: Session
    office: Office
    plan: Plan
    actor: str
    role: str
    on: date
    now: datetime

    def issue(
        self, case: Case, due: tuple[DocumentDue, ...]
    ) -> tuple[tuple[DocumentIssued, ...], Case]:
        """Number and freeze every document an action issues; the events, and the case with them."""
        events: list[DocumentIssued] = []
        for each in due:
            event = self._issue(case, each)
            events.append(event)
            case = apply(case, event)
        return tuple(events), case

    def _issue(self, case: Case, due: DocumentDue) -> DocumentIssued:
        kind = self._kind(due)
        organ = self._organ(due)
        identity, number = self._numbers(case, due, organ)
        facts = freeze(kind, self._issuing(case, due, number, organ))
        code = self.office.signer.code(identity)
        # The code and the signature are over everything a reader can see, so the mark comes last.
        signature = self.office.signer.sign(sha256(canonical(facts)).hexdigest())
        facts["mark"] = self._mark(kind, case, identity, code, signature)
        _must_be_drawable(kind, facts)
        frozen = canonical(facts)
        document = Document(
            id=identity,
            kind=kind.kind,
            number=number,
            title=kind.title,
            issued_on=self.on,
            seat=due.seat,
            run=due.run,
            digest=sha256(frozen).hexdigest(),
            unit=due.unit,
        )
        kept = documents.Frozen(frozen, kind.template_hash, fonts_hash(), kind.revision, code)
        documents.freeze(self.session, document, case=case.number, frozen=kept)
        return DocumentIssued(document, due.begins, due.begun)

    def _kind(self, due: DocumentDue) -> Kind:
        kind = self.office.kinds.get(due.kind)
        if kind is None:
            raise DefinitionError(
                (
                    f"templates/documents/{due.kind}: no such document folder. Make one or drop the issue",
                )
            )
        return kind

    def _organ(self, due: DocumentDue) -> Organ:
        series = self.plan.workflow.documents[due.kind]
        seat = self.plan.procedures[due.seat].procedure
        return self.plan.workflow.organs[series.organ or seat.organ]

    def _numbers(self, case: Case, due: DocumentDue, organ: Organ) -> tuple[str, str]:
        identity_of = document_numbering(self.on)
        count = self._take(identity_of)
        identity = identity_of.write(count)
        self._register(identity_of, count, identity)
        if due.again:
            return identity, _number_it_has(case, due)
        series = self.plan.workflow.documents[due.kind]
        number_of = numbering(
            series.style,
            series=series.series,
            kind=due.kind,
            organ=organ.short,
            region=case.region,
            on=self.on,
        )
        count = self._take(number_of)
        self._register(number_of, count, identity)
        return identity, number_of.write(count)

    def _take(self, numbers_of: Numbering) -> int:
        return numbers.take(self.session, series=numbers_of.series, period=numbers_of.period)

    def _register(self, numbers_of: Numbering, count: int, document: str) -> None:
        numbers.register(
            self.session,
            series=numbers_of.series,
            period=numbers_of.period,
            count=count,
            text=numbers_of.write(count),
            document=document,
        )

    def _issuing(self, case: Case, due: DocumentDue, number: str, organ: Organ) -> Issuing:
        workflow = self.plan.workflow
        run = case.runs[due.seat][due.run - 1]
        action = workflow.procedures[due.seat].actions[due.action]
        voting = case.run(ROUND)
        role = workflow.roles.get(self.role)
        return Issuing(
            number=number,
            unit=due.unit,
            case=_of_the_round(case, due),
            run=run,
            action=due.action,
            answers=shown_answers(action.asks, due.answers),
            on=self.on,
            organ=organ.model_dump(),
            contacts=workflow.contacts,
            settings=workflow.procedures[due.seat].settings,
            actor=self.actor,
            role=role.label if role else "",
            dues=dues_of(self.plan, self.office.calendar, run),
            tally=tally_told(case, voting, self.plan.limits) if voting else {},
            labels=_labels(self.plan),
            figures=figures_of(self.plan, run, self.on),
            shares=partial(_shares, case),
            entered=_entered(self.plan, run),
        )

    def _mark(
        self, kind: Kind, case: Case, identity: str, code: str, signature: str
    ) -> dict[str, Json]:
        return {
            "document_id": identity,
            "case_number": case.number,
            "template": kind.kind,
            "revision": kind.revision,
            "printed": f"{self.now:%Y-%m-%d %H:%M}",
            "copy": kind.copies[0],
            "code": code,
            "verify_url": self.office.verify_url,
            "qr": f"{self.office.verify_url}{code}#{signature}",
        }


def _entered(plan: Plan, run: Run) -> Mapping[str, Json]:
    """What was answered when a run came into the state it stands in, as people read it."""
    action = plan.action(run.seat, run.visits[-1].action)
    taken = run.last(run.visits[-1].action)
    return shown_answers(action.asks, taken.answers) if action and taken else {}


def _number_it_has(case: Case, due: DocumentDue) -> str:
    """A certificate printed again takes no number from its series: it has the one it was given."""
    paper = case.runs[due.seat][due.run - 1].paper
    return next(each.number for each in case.documents if each.id == paper)


def _of_the_round(case: Case, due: DocumentDue) -> Case:
    """The papers of a vote name those who counted in it, whoever has bought since."""
    return replace(case, roll=case.roll_of(due.run)) if due.seat == ROUND else case


def _labels(plan: Plan) -> Mapping[str, str]:
    states = plan.procedures["case"].procedure.states
    seats = {seat: each.title for seat, each in plan.workflow.procedures.items()}
    return {**seats, **{name: state.label for name, state in states.items()}}


def _shares(case: Case, total: int) -> Mapping[str, int]:
    """What each household bears of a sum, by its area (民法典283)."""
    areas = {each.unit: each.area for each in case.households}
    return shares_by_area(total, areas) if areas else {}


def _must_be_drawable(kind: Kind, facts: Mapping[str, Json]) -> None:
    lacking = missing("".join(_texts(facts)))
    if lacking:
        signs = "、".join(f"“{sign}”（U+{ord(sign):04X}）" for sign in lacking)
        raise PrintError(
            f"《{kind.title}》中有字库缺少的字：{signs}。请核对用字；确有其字的，请联系维护人员补充字库"
        )


def _texts(value: Json) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for each in value.values() for text in _texts(each)]
    if isinstance(value, list | tuple):
        return [text for each in value for text in _texts(each)]
    return []
