"""表决结果: what the latest round of a case amounts to, as of now or of the end of a day."""

from datetime import date

from rebuild.cases.facts import Json
from rebuild.errors import NotFound
from rebuild.law.owners import ROUND, announced, counted_ballots, policy_on, tally_of
from rebuild.services import count_votes
from rebuild.services.look_up import Found


def consensus_told(found: Found, *, on: date) -> dict[str, Json]:
    """The count of the current round over the roll, judged by the measure in force on a day."""
    case = found.case
    run = case.run(ROUND)
    if run is None or not case.households:
        lacking = "还没有开始表决" if run is None else "还没有登记业主名册"
        raise NotFound(f"案件 {case.number} 至{on}{lacking}")
    state = found.plan.workflow.procedures[ROUND].states[run.state]
    opens, closes = announced(run, "opens_on"), announced(run, "closes_on")
    return {
        "number": case.number,
        "as_of": on.isoformat(),
        "round": run.number,
        "state": run.state,
        "state_label": state.label,
        "opens_on": opens.isoformat() if opens else None,
        "closes_on": closes.isoformat() if closes else None,
        "ballots": len(case.ballots.get(run.number, ())),
        "counted": len(counted_ballots(case, run)),
        **count_votes.told(tally_of(case, run), policy_on(found.plan.limits, on)),
    }
