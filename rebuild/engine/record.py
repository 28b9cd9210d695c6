"""What an action's answers put on record: each recorder turns answers into the events that keep them.

A definition names recorders under `records:`. `facts.SUBJECT` keeps every answer under a subject of
its own, so that a new action needs no Python.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from rebuild.cases import events as happened
from rebuild.cases import facts
from rebuild.cases.facts import Json
from rebuild.engine.record_owners import OWNERS
from rebuild.law.licensing import DECEIT, bar_subject, barred_until
from rebuild.law.rule import Situation
from rebuild.law.service import ANNOUNCED, DIRECT, proof_of

Events = Iterable[happened.Event]
Recorder = Callable[[Situation], Events]
GENERIC = "facts."
# What of a contract may change under one permit; with another contractor or owner one applies anew.
CHANGEABLE = (
    "contractor_lead", "designer_lead", "survey_lead", "supervisor", "supervisor_lead",
    "contract_price", "begins_on", "ends_on",
)  # fmt: skip


def record(name: str, situation: Situation) -> tuple[happened.Event, ...]:
    """The events by which recorder `name` keeps the answers of a situation."""
    if name.startswith(GENERIC):
        return (happened.FactsRecorded(name.removeprefix(GENERIC), situation.answers),)
    return tuple(RECORDERS[name](situation))


def known(name: str) -> bool:
    """Whether a definition may name this recorder."""
    return name in RECORDERS or (name.startswith(GENERIC) and name != GENERIC)


def _building(situation: Situation) -> Events:
    answers = situation.answers
    yield happened.BuildingDescribed(
        facts.Building(
            name=answers["building"],
            address=answers["address"],
            region=situation.case.region,
            structure=answers["structure"],
            storeys=answers["storeys"],
            gross_area=answers["gross_area"],
            land_area=answers["land_area"],
            year_built=answers.get("year_built", ""),
            use=answers.get("use", "住宅"),
            households=answers["households"],
        )
    )


def _appraisal(situation: Situation) -> Events:
    answers = situation.answers
    yield happened.BuildingAppraised(
        facts.Appraisal(
            report_number=answers["report_number"],
            body=answers["body"],
            grade=answers["grade"],
            handling=answers.get("handling", ""),
            appraised_on=_day(answers["appraised_on"]),
            appraisers=tuple(row["name"] for row in answers["appraisers"]),
            sealed=answers["sealed"],
            findings=answers.get("damage", ""),
        )
    )


def _services(situation: Situation) -> Events:
    answers = situation.answers
    for row in answers["services"]:
        yield happened.DocumentServed(
            facts.Service(
                kind=row.get("kind", answers.get("kind", "")),
                addressee=row["addressee"],
                method=row["method"],
                on=_day(row["on"]) if "on" in row else situation.on,
                receiver=row.get("receiver", row["addressee"]),
                unit=row.get("unit", ""),
                note=row.get("note", ""),
                server=situation.actor.name,
                proof=proof_of(row),
            )
        )


def _delivery(situation: Situation) -> Events:
    """A decision handed over or announced: the latest paper of this run, or the one disputed in it."""
    answers, run, case = situation.answers, situation.run, situation.case
    own = [
        each
        for each in case.documents
        if each.id == run.paper or (each.seat, each.run) == (run.seat, run.number)
    ]
    if not own:
        return  # a historic decision, whose paper this office never made
    yield happened.DocumentServed(
        facts.Service(
            kind=own[-1].kind,
            addressee=case.applicant,
            method=answers.get("method", ANNOUNCED if "announced_at" in answers else DIRECT),
            on=_day(answers["received_on"]) if "received_on" in answers else situation.on,
            receiver=answers.get("receiver", ""),
            document=own[-1].id,
            note=answers.get("note", ""),
            server=situation.actor.name,
            proof=proof_of(answers),
        )
    )


def _bar(situation: Situation) -> Events:
    """A decision that found deceit bars another application (行政许可法78, 79); the longer bar stands."""
    reason = DECEIT.get(situation.answers.get("ground", ""))
    if reason is None:
        return
    subject = bar_subject(situation.settings.get("permit", situation.run.seat))
    known, decided = situation.case.records.get(subject, {}), situation.on.isoformat()
    before = known and barred_until(situation, known["reason"], known["decided_on"])
    if not before or before < barred_until(situation, reason, decided):
        yield happened.FactsRecorded(subject, {"reason": reason, "decided_on": decided})


def _figures(kind: str) -> Recorder:
    def measured(situation: Situation) -> Events:
        yield happened.FiguresMeasured(kind, snapshot_of(situation))

    return measured


def snapshot_of(situation: Situation) -> facts.Snapshot:
    """The building as these answers measure it; its units are the roll's unless the answers list them."""
    answers = situation.answers
    return facts.Snapshot(
        gross_area=answers["gross_area"],
        land_area=answers["land_area"],
        storeys_above=answers["storeys_above"],
        storeys_below=answers.get("storeys_below", 0),
        eave_height=answers["eave_height"],
        ridge_height=answers["ridge_height"],
        setback=answers["setback"],
        footprint=tuple((x, y) for x, y in answers["footprint"]),
        parcel=answers["parcel"],
        land_use=answers["land_use"],
        units=_units(situation),
        measured_by=answers.get("measured_by", ""),
        measured_on=_day(answers["measured_on"]) if "measured_on" in answers else situation.on,
    )


def _units(situation: Situation) -> tuple[facts.UnitFigure, ...]:
    if "units" in situation.answers:
        return tuple(
            facts.UnitFigure(row["unit"], row["holder"], row["area"])
            for row in situation.answers["units"]
        )
    return tuple(
        facts.UnitFigure(each.unit, "、".join(owner.name for owner in each.owners), each.area)
        for each in situation.case.households
    )


def _permitted(situation: Situation) -> Events:
    """What is permitted is what was designed, with the area and storeys the decision states."""
    designed = situation.case.snapshots.get("designed")
    answers = situation.answers
    if designed is None:
        return  # a historic permit, whose design was never entered
    permitted = replace(
        designed,
        gross_area=answers.get("floor_area", designed.gross_area),
        storeys_above=answers.get("storeys", designed.storeys_above),
        measured_by="",
        measured_on=situation.on,
    )
    yield happened.FiguresMeasured("permitted", permitted)


def _changed_figures(situation: Situation) -> Events:
    """A change of the permit: its area or storeys, where the decision states them (行政许可法49)."""
    answers, known = situation.answers, situation.case.snapshots
    permitted = known.get("permitted") or known.get("designed")
    stated = {
        name: answers[asked]
        for asked, name in (("floor_area", "gross_area"), ("storeys", "storeys_above"))
        if asked in answers
    }
    if permitted and stated:
        yield happened.FiguresMeasured(
            "permitted", replace(permitted, measured_on=situation.on, **stated)
        )


def _changed_project(situation: Situation) -> Events:
    if "project" in situation.answers:
        yield happened.FactsRecorded("funds", {"project": situation.answers["project"]})


def _changed_contract(situation: Situation) -> Events:
    """Of a change of the construction permit, what it changes of the contract."""
    changed = {name: situation.answers[name] for name in CHANGEABLE if name in situation.answers}
    if changed:
        yield happened.FactsRecorded("contract", changed)


def _variance(situation: Situation) -> Events:
    answers = situation.answers
    yield happened.VarianceGranted(
        facts.Variance(
            rule=answers["rule"],
            basis=answers["basis"],
            organ=answers["organ"],
            scope=answers["scope"],
            expires=_day(answers["expires"]) if "expires" in answers else None,
        )
    )


def _day(text: Json) -> date:
    return date.fromisoformat(text)


RECORDERS: dict[str, Recorder] = {
    "building": _building,
    "appraisal": _appraisal,
    "services": _services,
    "delivery": _delivery,
    "bar": _bar,
    "figures.existing": _figures("existing"),
    "figures.designed": _figures("designed"),
    "figures.as_built": _figures("as_built"),
    "figures.permitted": _permitted,
    "changed_figures": _changed_figures,
    "changed_project": _changed_project,
    "changed_contract": _changed_contract,
    "variance": _variance,
    **OWNERS,
}
