"""One action's form on a page: what is drawn, with what was typed, what is wrong, and what would follow."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from fastapi import Request, Response
from starlette.datastructures import FormData

from rebuild.cases.facts import Json
from rebuild.law.rule import Finding
from rebuild.services.acting_page import (
    Acting,
    Place,
    acting,
    links,
    main_place,
    runs_to_choose_from,
    waiting,
)
from rebuild.services.asking import Asked
from rebuild.services.case_head import case_head
from rebuild.services.citing import cited
from rebuild.services.drafts import Kept, find_draft
from rebuild.services.drafts import Place as DraftPlace
from rebuild.services.irreversible import irreversible
from rebuild.services.look_up import Found
from rebuild.services.not_yet import bases_of, block_of, findings_shown, not_yet
from rebuild.services.papers_shown import latest_papers
from rebuild.services.preview import preview
from rebuild.services.proof_table import proof_table
from rebuild.services.recent_course import recent_course
from rebuild.services.time_used import time_used
from rebuild.web.access import Visitor
from rebuild.web.fields import Drawing, drawn
from rebuild.web.forms import Filled, Wrong, read_form
from rebuild.web.show import show
from rebuild.web.typed_day import ON, day_typed

KEY_BYTES = 16
FEW_CLOCKS = 3


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form as it came in, or as it is begun: of which action, what was typed, for which day."""

    place: Place
    filled: Filled = field(default_factory=Filled)
    on: str = ""  # the day as it was typed; empty is today
    run: int = 0
    key: str = ""
    seen: int | None = None
    more: Mapping[str, int] = field(default_factory=dict)
    draft: Kept | None = None
    wrong: tuple[Wrong, ...] = ()  # what is to be told of now
    refused: tuple[Finding, ...] = ()

    def day(self, today: date) -> date | None:
        """The day it is for; None where what was typed is no day."""
        return day_typed(self.on, today)


@dataclass(frozen=True, slots=True)
class Desk:
    """Who looks at which case when: what every form and page of it is drawn from."""

    request: Request
    visitor: Visitor
    found: Found
    today: date
    acts: Acting

    def draft_place(self, place: Place) -> DraftPlace:
        return DraftPlace(self.visitor.person.id, self.found.case.number, *place)

    def asked(self, sheet: Sheet, *, on: date) -> Asked:
        """What the form asks for, in the name of whoever sent it."""
        return Asked(
            self.found.case.number,
            *sheet.place,
            sheet.filled.answers,
            self.visitor.person.actor,
            on,
            self.request.app.state.now(),
            seen=self.found.stored.version if sheet.seen is None else sheet.seen,
            key=sheet.key,
            run=sheet.run,
            person=self.visitor.person,
        )


def desk_of(request: Request, visitor: Visitor, found: Found) -> Desk:
    today = request.app.state.now().date()
    acts = acting(found, request.app.state.office.calendar, visitor.person, on=today)
    return Desk(request, visitor, found, today, acts)


def begun(desk: Desk, place: Place, *, run: int = 0) -> Sheet:
    """A fresh form, or the draft of it that was put aside."""
    kept = find_draft(desk.request.app.state.office, desk.draft_place(place))
    if kept is None:
        return Sheet(place, run=run)
    filled = read_form(desk.acts.action(place).asks, kept.typed.items())
    return Sheet(place, filled, on=kept.typed.get(ON.name, ""), run=run, draft=kept)


def sent(desk: Desk, place: Place, form: FormData) -> Sheet:
    """The form as it came in."""
    pairs = [(name, text) for name, text in form.multi_items() if isinstance(text, str)]
    plain = dict(pairs)
    more = {plain["more"]: 1} if plain.get("more") else {}
    return Sheet(
        place,
        read_form(desk.acts.action(place).asks, pairs),
        on=plain.get(ON.name, ""),
        run=_number(plain.get("run", "")) or 0,
        key=plain.get("key", "")[:100],
        seen=_number(plain.get("seen", "")),
        more=more,
    )


def page(desk: Desk, sheet: Sheet | None, *, status: int = 200, **facts: Json) -> Response:
    """The 办理 page with this form in it, or with what can be done first."""
    office, found, today = desk.request.app.state.office, desk.found, desk.today
    acts = desk.acts
    main = _main(desk, sheet) if sheet and sheet.place in acts.open else None
    head = case_head(found, office.calendar, on=today, person=desk.visitor.person)
    clocks = head["clocks"]
    lacking = block_of(acts, sheet.place) if sheet and not main else None
    others = tuple(place for place in acts.open if not sheet or place != sheet.place)
    shown: dict[str, Json] = {
        "head": head,
        "tab": "act",
        "main": main,
        "lacking": lacking,
        "also": links(acts, others),
        "waiting": waiting(acts),
        "blocked": [
            each for each in not_yet(acts) if not lacking or each["place"] != lacking["place"]
        ],
        "clocks": clocks[:FEW_CLOCKS],
        "more_clocks": len(clocks) > FEW_CLOCKS,
        "spent": found.once(
            ("spent", office.calendar, today),
            lambda: time_used(found.plan, office.calendar, found.case, on=today),
        ),
        "papers": latest_papers(found.case),
        "recent": recent_course(office, found),
        "told": None,
        "put_aside": False,
    }
    return show(desk.request, "case/act.html", status=status, **(shown | facts))


def first_sheet(desk: Desk) -> Sheet | None:
    """What can be done first, where anything can."""
    place = main_place(desk.acts)
    return begun(desk, place) if place else None


def _main(desk: Desk, sheet: Sheet) -> dict[str, Json]:
    """Everything the panel of one action is drawn from; for a form nobody has touched it is all told before."""
    if sheet == Sheet(sheet.place, run=sheet.run):
        key = "form", sheet.place, sheet.run, desk.acts.calendar, desk.today, desk.visitor.person
        told = desk.found.once(key, lambda: _panel(desk, sheet))
    else:
        told = _panel(desk, sheet)
    return told | {"key": sheet.key or desk.request.app.state.chance(KEY_BYTES).hex()}


def _panel(desk: Desk, sheet: Sheet) -> dict[str, Json]:
    office, plan, case = desk.request.app.state.office, desk.found.plan, desk.found.case
    action = desk.acts.action(sheet.place)
    on = sheet.day(desk.today)
    asked = desk.asked(sheet, on=on or desk.today)
    drawing = Drawing(
        replace(sheet.filled, wrong=sheet.wrong),
        partial(cited, plan.workflow),
        sheet.more,
        {"unit": [each.unit for each in case.households]},
    )
    return {
        "seat": sheet.place[0],
        "action": sheet.place[1],
        "label": action.label,
        "runs": runs_to_choose_from(desk.acts, sheet.place),
        "run": sheet.run,
        "help": action.help,
        "confirm": action.confirm,
        "cited": bases_of(desk.acts, sheet.place),
        "sealed": irreversible(plan, sheet.place[0], action),
        "seen": desk.found.stored.version,
        "on": sheet.on or desk.today.isoformat(),
        "on_error": next((each.problem for each in sheet.wrong if each.name == ON.name), ""),
        "fields": drawn(action.asks, drawing),
        "proof": proof_table(plan, office.calendar, case, action, on=desk.today),
        "preview": preview(office, desk.found, asked),
        "needs_papers": any(each.name == "materials" for each in action.asks),
        "draft": sheet.draft,
        "errors": [{"field": each.id, "words": each.words} for each in sheet.wrong],
        "refused": findings_shown(desk.acts, sheet.place[0], sheet.refused),
    }


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
