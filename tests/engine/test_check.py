"""A definition with any one thing wrong is refused, at the very line and column, in words that help."""

import re
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebuild.engine.check import check
from rebuild.engine.load import load
from rebuild.engine.machine import compile_procedure
from rebuild.engine.publish import canonical_json, from_json
from tests.engine.small_workflow import FILES, FOLDER, HOUSE, copy_to, faults_of, spoil

WORKFLOW, LAW, CASE, LICENCE = FILES


def test_the_small_workflow_has_no_fault() -> None:
    assert check(load(FOLDER), HOUSE) == ()


SPOILT = [
    # words that do not exist
    ("unknown key", CASE, "    from: reported\n", "    ‹frm: reported\n", "unknown key 'frm'. Did you mean 'from'?"),
    ("unknown state", CASE, "to: in_planning", "to: ‹in_planing", "unknown state 'in_planing'. Did you mean 'in_planning'?"),
    ("unknown first state", CASE, "initial: reported", "initial: ‹begun", "unknown state 'begun'"),
    ("unknown rule", WORKFLOW, "[planning.same_area]", "[‹planning.same_aera]", "unknown rule 'planning.same_aera'. Did you mean 'planning.same_area'?"),
    ("unknown role", CASE, "by: planning_clerk\n    remembers", "by: ‹planning_clerc\n    remembers", "unknown role 'planning_clerc'. Did you mean 'planning_clerk'?"),
    ("unknown role of a seat", WORKFLOW, "{clerk: planning_clerk,", "{clerk: ‹planning_clerc,", "unknown role 'planning_clerc'. Did you mean 'planning_clerk'?"),
    ("unknown role of a clock", LICENCE, "    stopped_in: supplement\n    turn: clerk", "    stopped_in: supplement\n    turn: ‹window", "unknown role 'window'"),
    ("another document printed again", LICENCE, "issues: [refusal]", "issues: [{document: ‹refusal, again: true}]", "'again' prints the certificate 'planning' anew, and 'refusal' is another document"),
    ("unknown document", LICENCE, "issues: [refusal]", "issues: [‹refusals]", "unknown document 'refusals'. Did you mean 'refusal'?"),
    ("document without template", WORKFLOW, "  refusal: {", "  ‹leaflet: {style: plain}\n  refusal: {", "document 'leaflet' has no folder in templates/documents"),
    ("unknown clock of a due date", LICENCE, "when_due: acceptance", "when_due: ‹acceptence", "unknown clock 'acceptence'. Did you mean 'acceptance'?"),
    ("unknown clock of an extension", LICENCE, "extends: decision", "extends: ‹decisions", "unknown clock 'decisions'. Did you mean 'decision'?"),
    ("unknown limit", LICENCE, "limit: acceptance", "limit: ‹acceptence", "unknown limit 'acceptence'. Did you mean 'acceptance'?"),
    ("unknown procedure file", WORKFLOW, "uses: case", "uses: ‹cases", "unknown procedure file 'cases'. Did you mean 'case'?"),
    ("unknown procedure to open", CASE, "opens: [planning]", "opens: [planning, ‹construction]", "unknown procedure 'construction'"),
    ("unknown procedure to open with", WORKFLOW, "opens_with: [case]", "opens_with: [case, ‹cases]", "unknown procedure 'cases'. Did you mean 'case'?"),
    ("unknown procedure to act in", LICENCE, "    to: granted\n", "    to: granted\n    acts: {‹permit: issue}\n", "unknown procedure 'permit'"),
    ("unknown action to take along", LICENCE, "    to: granted\n", "    to: granted\n    acts: {case: ‹clos}\n", "unknown action 'clos'. Did you mean 'close'?"),
    ("unknown procedure to listen to", CASE, "{procedure: planning, enters: granted}", "{procedure: ‹plan, enters: granted}", "unknown procedure 'plan'. Did you mean 'planning'?"),
    ("unknown state to listen to", CASE, "enters: granted", "enters: ‹given", "unknown state 'given'"),
    ("unknown recorder", WORKFLOW, "records: [funds]", "records: [‹fund]", "unknown recorder 'fund'. Did you mean 'funds'?"),
    ("unknown setting", WORKFLOW, "settings: {matter: planning}", "settings: {matter: planning, ‹mater: x}", "unknown setting 'mater': no rule asks for it"),
    ("unknown organ", WORKFLOW, "    organ: bureau\n    roles", "    organ: ‹buro\n    roles", "unknown organ 'buro'. Did you mean 'bureau'?"),
    ("unknown organ of a role", WORKFLOW, "负责人, organ: bureau}", "负责人, organ: ‹buro}", "unknown organ 'buro'. Did you mean 'bureau'?"),
    ("unknown organ of a document", WORKFLOW, "{style: planning_permit, organ: bureau}", "{style: planning_permit, organ: ‹buro}", "unknown organ 'buro'. Did you mean 'bureau'?"),
    ("unknown stage", CASE, "stage: report}", "stage: ‹reports}", "unknown stage 'reports'. Did you mean 'report'?"),
    ("unknown stage of a seat", WORKFLOW, "{under_review: planning}", "{under_review: ‹planing}", "unknown stage 'planing'. Did you mean 'planning'?"),
    ("unknown state of a seat", WORKFLOW, "stages: {under_review", "stages: {‹in_review", "unknown state 'in_review'. Did you mean 'under_review'?"),
    ("unknown action a seat leaves out", WORKFLOW, "without: [hand_over]", "without: [hand_over, ‹extent]", "unknown action 'extent'. Did you mean 'extend'?"),
    ("unknown action a seat adds to", WORKFLOW, "add:\n      grant:", "add:\n      ‹issue: {}\n      grant:", "unknown action 'issue'"),
    ("unknown role word of a seat", WORKFLOW, "chief: planning_chief}", "chief: planning_chief, ‹deputy: planning_chief}", "unknown role word 'deputy'"),
    ("unknown limit word of a seat", WORKFLOW, "limits: {decision:", "limits: {‹hearing: acceptance, decision:", "unknown limit word 'hearing'"),
    ("unknown form", CASE, "asks:\n      - {name: address", "asks:\n      - ‹figures\n      - {name: address", "unknown form 'figures'"),
    ("unknown action that ends a clock", LICENCE, "    runs_in: received\n", "    runs_in: received\n    ended_by: ‹grand\n", "unknown action 'grand'. Did you mean 'grant'?"),
    ("unknown flag", CASE, "remembers: true", "remembers: true\n    lowers: ‹emergency", "unknown flag 'emergency'"),
    ("unknown answer that dates a state", LICENCE, "effective: handed_in_on", "effective: ‹handed_on", "unknown answer 'handed_on'. Did you mean 'handed_in_on'?"),
    ("name in capitals", CASE, "  suspend:\n", "  ‹Suspend:\n", "the name 'Suspend' must be of a-z, 0-9 and _, and begin with a letter"),
    ("listed twice", CASE, "from: [reported, in_planning]", "from: [reported, in_planning, ‹reported]", "state 'reported' is listed twice"),
    ("folder with another name", WORKFLOW, "id: small", "id: ‹little", "the id 'little' must be the folder's name 'small'"),
    ("version nought", WORKFLOW, "version: 1", "version: ‹0", "the version must be 1 or more"),
    ("automatic person", WORKFLOW, "  citizen: {label: 居民, kind: party}", "  citizen: {label: 居民, kind: party}\n  ‹robot: {label: 机器人, kind: automatic}", "only 'clock' and 'system' are 'kind: automatic'; 'robot' is automatic"),
    # ways
    ("state nobody reaches", CASE, "  closed: {label", "  ‹lost: {label: 失踪, final: true}\n  closed: {label", "state 'lost' cannot be reached in 'case'"),
    ("state without a way out", LICENCE, "granted: {label: 准予许可, final: true}", "‹granted: {label: 准予许可}", "state 'granted' has no way out in 'planning'; say 'final: true' if it is an end"),
    ("end with a way out", CASE, "from: [reported, in_planning]", "from: [reported, in_planning, ‹closed]", "state 'closed' is final; no action may lead out of it"),
    ("source without a destination", LICENCE, "    to: refused\n    by: chief\n    issues", "    ‹to: {}\n    by: chief\n    issues", "'to' does not say where 'under_review' leads"),
    ("destination without a source", CASE, "    to: given_up\n", "    to: {reported: given_up, in_planning: given_up, ‹suspended: given_up}\n", "'suspended' is not among the states of 'from'"),
    # doubt
    ("two actions of one clock", LICENCE, "  request_supplement:\n    label: 要求补正\n    from: received\n    to: supplement\n    by: clerk\n", "  ‹request_supplement:\n    label: 要求补正\n    from: received\n    to: supplement\n    by: clock\n    when_due: acceptance\n", "in state 'received' both 'deem_accepted' and 'request_supplement' are fired by clock 'acceptance'"),
    ("two actions of one name", LICENCE, "  refuse:\n    label: 不予许可", "  ‹refuse:\n    label: 准予许可", "in state 'under_review' both 'grant' and 'refuse' are called 准予许可 for the same people"),
    # clocks
    ("clock that runs and stands still", LICENCE, "stopped_in: supplement", "stopped_in: [supplement, ‹received]", "the clock cannot both run and be stopped in 'received'"),
    ("clock that never runs", LICENCE, "runs_in: received", "‹runs_in: []", "a clock must run in at least one state"),
    ("clock in square metres", LICENCE, "limit: acceptance", "limit: ‹area_growth", "limit 'area_growth' is a figure of area; a clock needs days or months"),
    ("due date without the clock", LICENCE, "    by: clock\n    when_due", "    by: clerk\n    ‹when_due", "'when_due' needs 'by: clock' too"),
    ("the clock without a due date", LICENCE, "    by: clock\n    when_due: acceptance\n", "    ‹by: clock\n", "'by: clock' needs 'when_due' too"),
    ("due date of a clock at rest", LICENCE, "when_due: acceptance", "when_due: ‹decision", "clock 'decision' runs in no state of 'from'"),
    ("extension of what cannot be extended", LICENCE, "extends: decision", "extends: ‹acceptance", "clock 'acceptance' has no 'extension' to extend it by"),
    ("clock that must answer", LICENCE, "    effective: entered\n", "    asks:\n      - ‹{name: note, label: 说明}\n", "the clock cannot answer 'note'; say 'required: false'"),
    # follow-ups
    ("listener that is nobody", CASE, "    by: system\n    when: {procedure: planning, enters: granted}", "    by: citizen\n    ‹when: {procedure: planning, enters: granted}", "'when' needs 'by: system' too"),
    ("system that is never called", CASE, "    by: system\n    when: {procedure: planning, enters: granted}", "    ‹by: system", "nothing takes 'close': it needs 'when', or another action's 'acts'"),
    ("taken along but not by the system", LICENCE, "    to: granted\n", "    to: granted\n    acts: {case: ‹suspend}\n", "action 'suspend' is not 'by: system', so that nothing can take it along"),
    ("listener with a question", CASE, "    when: {procedure: planning, enters: granted}", "    when: {procedure: planning, enters: granted}\n    asks: [‹{name: cause, label: 原因}]", "'close' follows by itself on 'planning.grant', which does not ask for 'cause'"),
    # forms
    ("choices without a choice", CASE, "        type: choice\n        choices", "        ‹choices", "'choices' need 'type: choice', and 'use' is text"),
    ("columns without a list", CASE, "        type: list\n        of", "        ‹of", "'of' needs 'type: list', and 'materials' is text"),
    ("field asked twice", CASE, "      - name: materials", "      - name: ‹use", "the field 'use' is asked twice"),
    # law
    ("rule without basis", WORKFLOW, "[planning.same_area]", "[‹planning.baseless]", "rule 'planning.baseless' has no basis"),
    ("rule on a strange source", WORKFLOW, "[planning.same_area]", "[‹planning.strange]", "rule 'planning.strange' is based on 'strange_law', which law.yaml does not have"),
    ("figure on a strange source", LAW, "{value: 5, basis: licensing_law art. 32}", "{value: 5, basis: ‹license_law art. 32}", "unknown source of law 'license_law'. Did you mean 'licensing_law'?"),
    ("figure without a value", LAW, "    values:\n      2023-01-01: {value: 0, basis: local_policy}", "    ‹values: {}", "a limit needs at least one dated value"),
    ("figure in words", LAW, "{value: 5, basis", "{value: ‹five, basis", "a figure of working_days must be a whole number"),
    ("figure below zero", LAW, "{value: 5, basis", "{value: ‹-5, basis", "a figure of the law is not below zero"),
    ("source nobody cites", LAW, "  local_policy: {", "  ‹fire_law: {title: 消防法}\n  local_policy: {", "source 'fire_law' is cited by no rule, figure or field"),
    ("limit nobody uses", LAW, "  extension:\n    label", "  ‹spare: {label: 备用, unit: count, values: {2004-07-01: {value: 1, basis: local_policy}}}\n  extension:\n    label", "limit 'spare' is used by no clock and no rule"),
    ("field on a strange source", CASE, "{name: address, label: 地址}", "{name: address, label: 地址, basis: ‹civil_code}", "unknown source of law 'civil_code'"),
    # documents
    # people
    ("action nobody may do", CASE, "    by: planning_clerk\n    remembers", "    ‹by: []\n    remembers", "no role may do 'suspend'"),
    ("duty apart from itself", LICENCE, "rules: [duties.not_who_accepted]", "rules: [‹duties.not_who_grants]", "rule 'duties.not_who_grants' keeps 'grant' apart from itself; no one could do it"),
    ("duty apart from nothing", LICENCE, "rules: [duties.not_who_accepted]", "rules: [‹duties.not_who_inspects]", "rule 'duties.not_who_inspects' keeps apart from 'inspect', and there is none here"),
]  # fmt: skip

# The fault is felt somewhere else than where the definition was spoilt.
FELT_ELSEWHERE = [
    ("way back without returns", CASE, "    to: reported\n    returns: true\n", "    to: reported\n", CASE, "fail:", "action 'fail' leads back from 'in_planning' to 'reported'; say 'returns: true' if that is meant"),
    ("states that reach no end", LICENCE, "不予许可, final: true}\nactions:", "不予许可, final: true}\n  limbo: {label: 悬置}\n  dark: {label: 搁置}\nactions:\n  drift: {label: 悬置, from: [received, dark], to: limbo, by: clerk, returns: true}\n  sink: {label: 搁置, from: limbo, to: dark, by: clerk}", LICENCE, "limbo: {label", "no end can be reached from state 'limbo' in 'planning'"),
    ("action that sets itself off", CASE, "enters: granted}", "enters: granted}\n    acts: {case: close}", CASE, "close:\n", "action 'close' of 'case' sets off others that set it off again, without end"),
    ("procedure nobody opens", CASE, "    opens: [planning]\n", "", WORKFLOW, "planning:\n    uses", "nothing opens the procedure 'planning'"),
    ("clock nobody answers for", LICENCE, "    to: granted\n", "    to: granted\n    acts: {case: resume}\n", LICENCE, "resume}", "action 'resume' is not 'by: system', so that nothing can take it along"),
    ("nothing remembered", CASE, "    remembers: true\n", "", CASE, "suspended\n    to: remembered", "nothing is remembered in 'suspended': no action with 'remembers: true' leads there"),
    ("two listeners on one state", CASE, "enters: [refused]", "enters: [refused, granted]", CASE, "fail:", "in state 'in_planning' both 'close' and 'fail' follow when 'planning' enters 'granted'"),
    ("destination forgotten", CASE, "    to: given_up\n", "    to: {reported: given_up}\n", CASE, "to: {reported", "'to' does not say where 'in_planning' leads"),
    ("choice without choices", CASE, "        choices: {home: 住宅, shop: 商铺}\n", "", CASE, "name: use", "the field 'use' is a choice and needs 'choices'"),
    ("list without columns", CASE, "        of: [{name: title, label: 名称}]\n", "", CASE, "name: materials", "the field 'materials' is a list and needs its columns under 'of'"),
    ("state dated by a text", LICENCE, "补正日期, type: date", "补正日期", LICENCE, "handed_in_on\n  extend", "'handed_in_on' must be of type date to date the new state, and is text"),
    ("fact nobody supplies", LICENCE, "      - {name: reasons,", "      - {name: reason,", LICENCE, "refusal]", "document 'refusal' prints 'reasons', which is neither supplied nor required here under 'asks'"),
    ("fact that may be left blank", LICENCE, "{name: reasons, label: 理由,", "{name: reasons, label: 理由, required: false,", LICENCE, "refusal]", "document 'refusal' prints 'reasons', which is neither supplied nor required here under 'asks'"),
    ("decision without a court", WORKFLOW, "    court: 某某市某某区人民法院\n", "    court: ''\n", LICENCE, "refusal]", "document 'refusal' must name the remedy, and organ 'bureau' has no 'court'"),
    ("decision without a review", WORKFLOW, "    review_url: https://example.org/fuyi\n", "    review_url: ''\n", LICENCE, "refusal]", "document 'refusal' must name the remedy, and organ 'bureau' has no 'review_url'"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "message"), [row[1:] for row in SPOILT], ids=[row[0] for row in SPOILT]
)
def test_one_thing_wrong_is_told_at_its_place(
    tmp_path: Path, file: str, old: str, new: str, message: str
) -> None:
    folder = copy_to(tmp_path)
    place = spoil(folder, file, old, new)
    assert f"{place}: {message}" in faults_of(folder)


@pytest.mark.parametrize(
    ("file", "old", "new", "felt_in", "felt_at", "message"),
    [row[1:] for row in FELT_ELSEWHERE],
    ids=[row[0] for row in FELT_ELSEWHERE],
)
def test_one_thing_wrong_is_told_where_it_is_felt(
    tmp_path: Path, file: str, old: str, new: str, felt_in: str, felt_at: str, message: str
) -> None:
    folder = copy_to(tmp_path)
    spoil(folder, file, old, new)
    place = spoil(folder, felt_in, felt_at, f"‹{felt_at}")
    assert f"{place}: {message}" in faults_of(folder)


# Where exactly one of two puts the last day off, the other has nothing to follow on that day.
@pytest.mark.parametrize(
    ("first", "second", "in_doubt"),
    [
        ("decision", "", False),
        ("", "decision", False),
        ("decision", "decision", True),
        ("", "", True),
        ("acceptance", "decision", False),
        ("acceptance", "", True),
        ("", "acceptance", True),
    ],
)
def test_two_actions_of_one_clock_are_in_doubt_unless_exactly_one_extends_it(
    tmp_path: Path, first: str, second: str, *, in_doubt: bool
) -> None:
    folder = copy_to(tmp_path)
    spoil(
        folder,
        LICENCE,
        "    limit: acceptance\n",
        "    limit: acceptance\n    extension: extension\n",
    )
    by_clock = "    by: clock\n    when_due: decision\n"
    put_off, gone = (
        by_clock + (f"    extends: {each}\n" if each else "") for each in (first, second)
    )
    spoil(folder, LICENCE, "    by: chief\n    extends: decision\n", put_off)
    lapse = "  lapse:\n    label: 逾期\n    from: under_review\n    to: refused\n"
    spoil(folder, LICENCE, "  hand_over:\n", f"{lapse}{gone}  hand_over:\n")
    fault = "in state 'under_review' both 'extend' and 'lapse' are fired by clock 'decision'"
    told = faults_of(folder)
    assert any(fault in each for each in told) is in_doubt, told


def test_all_faults_of_all_files_are_told_at_once_in_the_order_of_the_files(tmp_path: Path) -> None:
    folder = copy_to(tmp_path)
    places = [
        spoil(folder, LAW, "{value: 20, basis: licensing_law", "{value: 20, basis: ‹licence_law"),
        spoil(folder, CASE, "to: in_planning", "to: ‹in_planing"),
        spoil(folder, LICENCE, "extends: decision", "extends: ‹decisions"),
        spoil(folder, WORKFLOW, "records: [funds]", "records: [‹fund]"),
    ]
    told = faults_of(folder)
    assert [place for fault in told for place in places if fault.startswith(f"{place}: ")] == places


def test_every_misshapen_file_is_told_of_at_once(tmp_path: Path) -> None:
    folder = copy_to(tmp_path)
    places = {
        spoil(folder, WORKFLOW, "version: 1", "version: ‹one"),
        spoil(folder, LAW, "unit: area\n", "unit: ‹acres\n"),
        spoil(folder, CASE, "final: true}\n  given_up", "final: ‹yes}\n  given_up"),
    }
    assert {fault.rsplit(": ", 1)[0] for fault in faults_of(folder)} == places


@pytest.mark.parametrize(
    ("apart_from_extend", "told"), [({"request_supplement"}, 1), (set(), 0)], ids=["four", "three"]
)
def test_three_people_must_be_able_to_keep_the_duties_apart(
    tmp_path: Path, apart_from_extend: set[str], told: int
) -> None:
    folder = copy_to(tmp_path)
    spoil(
        folder,
        LICENCE,
        "    extends: decision\n",
        "    extends: decision\n    rules: [duties.all_apart]\n",
    )
    others = frozenset({"extend", "request_supplement"})
    separates = {
        "licensing.materials_complete": others | {"grant"},
        "duties.not_who_accepted": others,
        "duties.all_apart": frozenset(apart_from_extend),
    }
    faults = faults_of(folder, replace(HOUSE, separates=separates))
    assert len([fault for fault in faults if "no 3 people can do" in fault]) == told
    assert len(faults) == told


WORDS = sorted(
    {word for file in FILES for word in re.findall(r"\w+", (FOLDER / file).read_text("utf-8"))}
)
TRICKS = [
    "\t",
    "&a ",
    "*a",
    "!!str ",
    "'",
    '"',
    "{",
    "]",
    ": ",
    "- ",
    "#",
    "|",
    "\x00",
    "1.5",
    "~",
    "---\n",
    "\ud83d",
]
CHANGES = st.tuples(
    st.sampled_from(FILES),
    st.sampled_from(["drop", "double", "swap", "indent", "rename", "retarget", "insert"]),
    st.integers(0, 10_000),
    st.integers(0, 10_000),
)


def changed(text: str, how: str, where: int, what: int) -> str:
    """The text after one change such as a careless or a hostile writer makes."""
    lines = text.splitlines(keepends=True)
    line, other = where % len(lines), what % len(lines)
    words = [match.span() for match in re.finditer(r"\w+", text)]
    start, end = words[where % len(words)]
    match how:
        case "drop":
            del lines[line]
        case "double":
            lines.insert(other, lines[line])
        case "swap":
            lines[line], lines[other] = lines[other], lines[line]
        case "indent":
            lines[line] = "  " + lines[line] if what % 2 else lines[line].removeprefix("  ")
        case "rename":
            return f"{text[:start]}{text[start:end]}x{text[end:]}"
        case "retarget":
            return f"{text[:start]}{WORDS[what % len(WORDS)]}{text[end:]}"
        case "insert":
            return f"{text[:start]}{TRICKS[what % len(TRICKS)]}{text[start:]}"
    return "".join(lines)


@given(changes=st.lists(CHANGES, min_size=1, max_size=3))
def test_a_spoilt_definition_is_refused_with_its_places_or_still_sound(
    changes: list[tuple[str, str, int, int]],
) -> None:
    with TemporaryDirectory() as scratch:
        folder = copy_to(Path(scratch))
        for file, how, where, what in changes:
            text = changed((folder / file).read_text("utf-8", "surrogatepass"), how, where, what)
            (folder / file).write_text(text, "utf-8", "surrogatepass")
        told = faults_of(folder)
        assert all(re.fullmatch(r"\S+\.yaml:[1-9]\d*:[1-9]\d*: .{5,}", fault) for fault in told), (
            told
        )
        if not told:
            assert_sound(folder)


def assert_sound(folder: Path) -> None:
    """What passed can be published, compiled, and leads nowhere that is not there."""
    workflow = load(folder).workflow
    assert from_json(canonical_json(workflow)) == workflow
    for procedure in workflow.procedures.values():
        compile_procedure(procedure)
        leads = {
            state: {
                state if target == "stay" else target
                for action in procedure.actions.values()
                if state in action.from_
                for target in [action.to if isinstance(action.to, str) else action.to[state]]
            }
            for state in procedure.states
        }
        assert procedure.initial in procedure.states
        assert {target for found in leads.values() for target in found} <= {
            *procedure.states,
            "remembered",
        }
        for name, state in procedure.states.items():
            assert state.final == (leads[name] <= {name})
