"""法规: the rule book as a definition has it, for whoever asks by what an action is judged: rules, figures, papers, sources."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from rebuild.engine.definition import Action, Procedure, Workflow
from rebuild.engine.diagram import procedure_svg
from rebuild.engine.plan import Plan
from rebuild.errors import NotFound
from rebuild.law.areas import Area
from rebuild.law.rule import DatedFigure, LimitEntry
from rebuild.law.time_limits import Limit, Unit
from rebuild.services.citing import cited, role_label
from rebuild.services.newest import newest_workflows
from rebuild.services.office import Office
from rebuild.services.shown import limit_in_words

_TIMES = frozenset(unit.value for unit in Unit)


def newest_of(office: Office) -> Plan:
    """The workflow a case opened today would be bound to; the first by name where an office has several."""
    with office.database.reading() as session:
        plans = newest_workflows(session, office)
    if not plans:
        raise NotFound("还没有发布流程")
    return plans[0]


def law_page(office: Office, *, search: str = "") -> dict[str, Any]:
    """Every procedure with its actions; an action with its rules, what it issues, who may do it."""
    plan = newest_of(office)
    workflow = plan.workflow
    procedures = [
        {
            "seat": seat,
            "title": procedure.title,
            "organ": workflow.organs[procedure.organ].name if procedure.organ else "",
            "actions": [
                told
                for name, action in procedure.actions.items()
                if _fits(told := _action(office, plan, seat, name, action), search)
            ],
        }
        for seat, procedure in workflow.procedures.items()
    ]
    return {
        "title": workflow.title,
        "id": workflow.id,
        "version": workflow.version,
        "hash": plan.hash,
        "rules": sum(len(each["actions"]) for each in procedures),
        "procedures": [each for each in procedures if each["actions"]],
        "seats": {seat: each.title for seat, each in workflow.procedures.items()},
    }


def figures_page(office: Office, *, on: date) -> list[dict[str, Any]]:
    """Every figure of the law: its value on a day, its article, since when, and what it was before."""
    plan = newest_of(office)
    return [
        _figure(plan.workflow, entry, plan.workflow.limits[name].help, on)
        for name, entry in plan.limits.entries.items()
    ]


def sources_page(office: Office) -> list[dict[str, Any]]:
    """Every source of law, and whether it is the office's own."""
    return [
        {
            "name": name,
            "title": source.title,
            "issued_by": source.issued_by,
            "in_force": source.in_force.isoformat() if source.in_force else "",
            "local": source.local,
        }
        for name, source in newest_of(office).workflow.sources.items()
    ]


def diagram_of(office: Office, seat: str) -> dict[str, str]:
    """One procedure as a picture, and the same in words."""
    workflow = newest_of(office).workflow
    procedure = workflow.procedures.get(seat)
    if procedure is None:
        raise NotFound(f"没有程序“{seat[:40]}”")
    return {"title": procedure.title, "svg": procedure_svg(procedure)}


def roads_of(office: Office, seat: str) -> list[dict[str, str]]:
    """Every road of a procedure in words: from where, by what, to where, by whom."""
    workflow = newest_of(office).workflow
    procedure = workflow.procedures.get(seat)
    return list(_roads(workflow, seat, procedure)) if procedure else []


def _roads(workflow: Workflow, seat: str, procedure: Procedure) -> Iterator[dict[str, str]]:
    labels = {name: state.label for name, state in procedure.states.items()}
    for action in procedure.actions.values():
        to = (
            action.to
            if isinstance(action.to, str)
            else "、".join(labels.get(each, each) for each in dict.fromkeys(action.to.values()))
        )
        yield {
            "from": "、".join(labels.get(each, each) for each in action.from_),
            "label": action.label,
            "to": labels.get(to, {"stay": "", "remembered": "原环节"}.get(to, to)),
            "by": "、".join(role_label(workflow, each, seat=seat) for each in action.by),
        }


def _action(office: Office, plan: Plan, seat: str, name: str, action: Action) -> dict[str, Any]:
    workflow = plan.workflow
    return {
        "action": name,
        "label": action.label,
        "by": [role_label(workflow, each, seat=seat) for each in action.by],
        "rules": [
            {
                "code": rule.code,
                "label": rule.label,
                "basis": cited(workflow, rule.basis),
                "cure": rule.cure,
                "who": role_label(workflow, rule.who, seat=seat),
                "liftable": rule.liftable,
            }
            for rule in plan.rules[seat, name]
        ],
        "papers": [_title(office, each.document) for each in action.issues],
    }


def _title(office: Office, kind: str) -> str:
    known = office.kinds.get(kind)
    return known.title if known else kind


def _fits(action: Mapping[str, Any], search: str) -> bool:
    if not action["rules"] and not action["papers"]:
        return False
    words = [action["label"], *action["papers"]]
    for each in action["rules"]:
        words += [each["label"], each["basis"], each["code"], each["cure"]]
    return not search or any(search in word for word in words)


def _figure(workflow: Workflow, entry: LimitEntry, words: str, on: date) -> dict[str, Any]:
    now = entry.on(on)
    return {
        "name": entry.name,
        "label": entry.label,
        "value": _in_words(entry, now),
        "since": now.since.isoformat(),
        "basis": cited(workflow, now.basis),
        "local": "local" in now.basis,
        "help": words,
        "others": [
            {"since": each.since.isoformat(), "value": _in_words(entry, each)}
            for each in entry.values
            if each is not now
        ],
    }


def _in_words(entry: LimitEntry, figure: DatedFigure) -> str:
    """A figure as people say it, in its unit."""
    value = figure.value
    if not isinstance(value, int):
        return str(value)
    if entry.unit in _TIMES:
        return limit_in_words(Limit.of(value, entry.unit))
    match entry.unit:
        case "area":
            return f"{Area(value)} ㎡"
        case "length":
            return f"{value // 1000}.{value % 1000:03d} m"
        case "ratio":
            return f"{value // 100}.{value % 100:02d}%"
        case _:
            return str(value)
