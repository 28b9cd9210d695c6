"""The same request through all three doors: a form on a page, the API, a command; each in its own copy of one office.

What came of it is read where it counts, in the ledger of each copy.
"""

import io
import json
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from dataclasses import field as made
from datetime import date, timedelta
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

import pytest

from rebuild.cases.events import ActionTaken
from rebuild.cli import case_act, main
from rebuild.engine.definition import Action
from rebuild.errors import InputError
from rebuild.services import sign_in
from rebuild.services.look_up import Found, look_up
from rebuild.services.rights import Right
from rebuild.services.sample_people import SAMPLE_PASSWORD
from rebuild.services.sign_in import Attempt, Patience
from rebuild.services.tokens import NewToken, make_token
from rebuild.store import ledger
from tests.services.test_separation import World
from tests.web.asking import Asker, Request
from tests.web.conftest import NUMBER, Desk, some_bytes
from tests.web.telling import typed

HERE = f"/cases/{NUMBER}/act"
SEAT = "planning"
FORM = (b"content-type", b"application/x-www-form-urlencoded")
JSON = (b"content-type", b"application/json")
RIGHTS = frozenset(each.value for each in Right if each is not Right.ADMINISTER)


class Step(NamedTuple):
    """One request, before it is put into the form of a door."""

    person: str
    action: str
    answers: Mapping[str, Any]
    on: date


class Verdict(NamedTuple):
    """What the ledger has of it: `done`, `refused` with every finding's code, or nothing: `closed`."""

    kind: str
    codes: frozenset[str] = frozenset()
    taken: ActionTaken | None = None

    @property
    def told(self) -> tuple[str, frozenset[str]]:
        return self.kind, self.codes


@dataclass
class Door:
    """One copy of the office, and one way into it."""

    desk: Desk
    world: World
    held: dict[str, str] = made(default_factory=dict)

    def __post_init__(self) -> None:
        self.asker = Asker(self.desk.app)

    def put(self, step: Step) -> Verdict:
        """Ask; what is answered must be what the ledger says."""
        before = len(self._entries())
        answered = self.ask(step, look_up(self.desk.office, NUMBER))
        verdict = self._verdict(before)
        assert answered == verdict.kind, (type(self).__name__, answered, verdict, step)
        return verdict

    def ask(self, step: Step, found: Found) -> str:
        raise NotImplementedError

    def close(self) -> None:
        self.asker.close()
        self.desk.close()

    def _entries(self) -> tuple[ledger.Entry, ...]:
        with self.desk.office.database.reading() as session:
            return tuple(ledger.entries(session, NUMBER))

    def _verdict(self, before: int) -> Verdict:
        entries = self._entries()
        if len(entries) == before:
            return Verdict("closed")
        last = entries[-1]
        if last.refusal:
            return Verdict("refused", frozenset(last.events[0].findings))
        taken = next(each for each in last.events if isinstance(each, ActionTaken))
        return Verdict("done", taken=taken)


class OnAPage(Door):
    """The form, sent as a browser sends it, and the password once more where it is asked for."""

    def ask(self, step: Step, found: Found) -> str:
        answered = self._ask(step, found)
        return self._ask(step, found) if answered == "signed out" else answered

    def _ask(self, step: Step, found: Found) -> str:
        held = self._session(step.person)
        action = _action(found, step)
        form = {
            "csrf": sign_in.csrf_of(held), "on": step.on.isoformat(), "seen": str(found.stored.version),
            "key": some_bytes(8).hex(), "run": "", **dict(typed(action.asks, step.answers)),
        }  # fmt: skip
        address = f"{HERE}/{SEAT}/{step.action}"
        answer = self._post(address, form, held)
        if answer.status == 200 and "/confirmed" in answer.text:
            answer = self._post(f"{address}/confirmed", form | {"again": SAMPLE_PASSWORD}, held)
        if answer.header("location").startswith("/sign-in"):
            del self.held[step.person]
            return "closed" if held == "nothing" else "signed out"
        return {303: "done", 422: "refused", 404: "closed"}.get(answer.status, str(answer.status))

    def _post(self, address: str, form: Mapping[str, str], held: str) -> Any:
        cookie = (b"cookie", f"rebuild={held}".encode())
        return self.asker.ask(
            Request("POST", quote(address), (FORM, cookie), urlencode(form).encode())
        )

    def _session(self, person: str) -> str:
        if person not in self.held:
            attempt = Attempt(person, SAMPLE_PASSWORD, self.desk.now)
            let_in = sign_in.sign_in(self.desk.office, attempt, Patience(), some_bytes)
            self.held[person] = let_in.held if let_in else "nothing"
        return self.held[person]


class OverTheApi(Door):
    """The call of a client that lends somebody's rights."""

    def ask(self, step: Step, found: Found) -> str:
        body = {"answers": step.answers, "on": step.on.isoformat(), "seen": found.stored.version}
        token = (b"authorization", f"Bearer {self._token(step.person)}".encode())
        address = f"/api/v1/cases/{NUMBER}/actions/{SEAT}/{step.action}"
        answer = self.asker.ask(Request("POST", address, (JSON, token), json.dumps(body).encode()))
        return {200: "done", 422: "refused", 404: "closed", 401: "no client"}.get(
            answer.status, str(answer.status)
        )

    def put(self, step: Step) -> Verdict:
        try:
            return super().put(step)
        except AssertionError as error:
            if error.args and error.args[0][1] == "no client":
                return Verdict("no client")
            raise

    def _token(self, person: str) -> str:
        if person not in self.held:
            today = self.desk.now.date()
            wanted = NewToken("平台", person, RIGHTS, today + timedelta(days=30))
            try:
                _, self.held[person] = make_token(
                    self.desk.office, wanted, by="root", now=self.desk.now, chance=some_bytes
                )
            except InputError:
                return "none"
        return self.held[person]


class ByCommand(Door):
    """The command, with what it is told in a file."""

    def ask(self, step: Step, found: Found) -> str:
        file = self.desk.office.data / "answers.yaml"
        file.write_text(json.dumps(step.answers, ensure_ascii=False), encoding="utf-8")
        words = (
            "--data", str(self.desk.office.data), "case", "act", NUMBER, f"{SEAT}.{step.action}",
            "--answers", str(file), "--as", step.person, "--on", step.on.isoformat(),
            "--seen", str(found.stored.version), "--no-print", "--json",
        )  # fmt: skip
        out, err = io.StringIO(), io.StringIO()
        with (
            pytest.MonkeyPatch.context() as patch,
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            patch.setattr(case_act, "now", lambda: self.desk.now)
            code = main(list(words))
        return {0: "done", 1: "refused", 2: "closed"}.get(code, err.getvalue())


DOORS: tuple[type[Door], ...] = (OnAPage, OverTheApi, ByCommand)


def _action(found: Found, step: Step) -> Action:
    action = found.plan.action(SEAT, step.action)
    assert action is not None
    return action
