"""怎样补齐: where the thing is done that a finding asks for: an action, or a page of the case."""

from rebuild.cases.facts import Case
from rebuild.engine.judging import offered
from rebuild.engine.plan import Plan
from rebuild.services.project import MAIN

# The action that brings about what a rule of the law found lacking.
ACTIONS = {
    "planning.existing_survey_locked": (MAIN, "survey_existing"),
    "planning.design_submitted": (MAIN, "submit_design"),
    "planning.gross_area": (MAIN, "submit_design"),
    "planning.floor_area_ratio": (MAIN, "submit_design"),
    "planning.same_storeys": (MAIN, "submit_design"),
    "planning.height": (MAIN, "submit_design"),
    "planning.footprint": (MAIN, "submit_design"),
    "planning.units": (MAIN, "submit_design"),
    "planning.unit_area": (MAIN, "submit_design"),
    "planning.land_use": (MAIN, "submit_design"),
    "planning.setback": (MAIN, "submit_design"),
    "planning.report_fresh": (MAIN, "renew_report"),
    "appraisal.served_after_issue": (MAIN, "issue_danger_notices"),
    "appraisal.every_household_served": (MAIN, "serve_danger_notices"),
    "consensus.households_listed": (MAIN, "list_households"),
    "consensus.roll_complete": (MAIN, "list_households"),
    "demolition.creditors_cleared": (MAIN, "change_household"),
    "completion.built_measured": (MAIN, "survey_built"),
    "completion.station_told": (MAIN, "notify_station"),
    "completion.plate_fixed": (MAIN, "fix_plate"),
    "completion.fire_filed": (MAIN, "file_fire"),
    "completion.materials_handed_in": (MAIN, "hand_in_materials"),
    "completion.clocks_met": (MAIN, "emergency_over"),
    "licensing.materials_complete": ("planning", "resubmit"),
    "licensing.case_not_held": (MAIN, "release"),
    "consensus.posting_photographed": ("consensus", "photograph_posting"),
    "consensus.objections_answered": ("consensus", "answer_objection"),
}
# The page of the case where a subject of the law is looked after.
PAGES = {
    "consensus": "owners",
    "money": "owners",
    "planning": "facts",
    "completion": "facts",
    "licensing": "materials",
    "appraisal": "facts",
    "service": "papers",
    "remedies": "papers",
}
CLOCK_FIRST = "engine.clock_first"
# What an earlier step of the way brings about by itself; nobody need do anything for it.
COMES_BY_ITSELF = frozenset(
    {
        "demolition.planning_permit_live",
        "construction.planning_permit_live",
        "construction.permit_live",
        "construction.site_cleared",
        "construction.application_over",
        "planning.application_over",
        "consensus.posting_over",
        "consensus.window_open",
        "consensus.window_closed",
    }
)


def cure_place(plan: Plan, case: Case, code: str, open_to_me: frozenset[tuple[str, str]]) -> str:
    """The address below the case's own where a finding is cured; empty where no page serves."""
    place = ACTIONS.get(code)
    if place and place in open_to_me and place in offered(plan, case):
        return f"/act/{place[0]}/{place[1]}"
    if code == CLOCK_FIRST:
        return "/clocks"
    page = PAGES.get(code.partition(".")[0], "")
    return f"/{page}" if page else ""
