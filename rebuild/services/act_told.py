"""办理结果: how an action ended, as plain data: every finding, or the state, the papers and the last days that follow."""

from datetime import date

from rebuild.cases.facts import Case, Json, Run
from rebuild.services.act import Outcome
from rebuild.services.case_told import dates_told
from rebuild.services.citing import finding_told
from rebuild.services.fired_told import one_told
from rebuild.services.look_up import issued_told
from rebuild.services.office import Office
from rebuild.services.project import MAIN, stage_of


def outcome_told(
    office: Office, outcome: Outcome, *, seat: str, action: str, on: date, dry_run: bool = False
) -> dict[str, Json]:
    """An outcome; `first` is what had fallen due and is done before it, whatever is answered.

    `findings` of an allowed one were noted and passed over, for it is a historic record.
    """
    case = outcome.case
    with office.database.reading() as session:
        plan = office.plan_of(session, case)
    procedure = plan.workflow.procedures[seat]
    word = procedure.actions[action]
    state = plan.workflow.procedures[MAIN].states[case.state(MAIN)]
    stage = stage_of(plan, case)
    run = _acted_in(case, seat, action)
    return {
        "allowed": outcome.allowed,
        "dry_run": dry_run,
        "replayed": outcome.replayed,
        "number": outcome.number,
        "version": outcome.version,
        "on": on.isoformat(),
        "seat": seat,
        "procedure": procedure.title,
        "action": action,
        "label": word.label,
        "first": [one_told(plan, each) for each in outcome.first],
        "findings": [finding_told(plan, seat, each) for each in outcome.findings],
        "state": case.state(MAIN),
        "state_label": state.label,
        "stage": stage,
        "stage_label": plan.workflow.stages.get(stage, stage),
        "procedure_state": run.state if run else None,
        "procedure_state_label": procedure.states[run.state].label if run else None,
        "documents": [issued_told(each) for each in outcome.documents],
        "issues": [
            {"kind": each.document, "title": _title(office, each.document), "to": each.to}
            for each in word.issues
        ],
        "dates": dates_told(plan, office.calendar, case, on=on) if outcome.allowed else [],
    }


def _acted_in(case: Case, seat: str, action: str) -> Run | None:
    """The run it was done in, where several stand side by side; else the current one."""
    runs = case.runs.get(seat, ())
    done = (run for run in reversed(runs) if run.taken and run.taken[-1].action == action)
    return next(done, case.run(seat))


def _title(office: Office, kind: str) -> str:
    known = office.kinds.get(kind)
    return known.title if known else kind
