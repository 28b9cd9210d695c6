"""The office: database, files, keys, calendar, definitions and document kinds, opened once and handed to every use case."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rebuild.cases.facts import Actor, Case
from rebuild.documents.kinds import Kind, load_kinds
from rebuild.documents.seal import Signer
from rebuild.engine.calendars import load_calendars
from rebuild.engine.load import load
from rebuild.engine.plan import Plan, compile_workflow
from rebuild.engine.publish import canonical_json, fingerprint, from_json
from rebuild.errors import DefinitionError, StoreError
from rebuild.law.book import rules
from rebuild.law.calendar import Calendar
from rebuild.resources import templates, workflows
from rebuild.services.check_workflow import check_workflow
from rebuild.services.fill_lists import fill_lists
from rebuild.services.initials import initials_of
from rebuild.services.told_before import ToldBefore
from rebuild.store import seeking, staff
from rebuild.store import workflows as published
from rebuild.store.database import Database
from rebuild.store.files import Files
from rebuild.store.people import Vault, make_key_file, open_vault
from rebuild.store.session import Session

Chance = Callable[[int], bytes]
CALENDARS = "calendar"
REMEMBERED = 1024  # pieces of pages; one page of a case is made of some eight


@dataclass(slots=True)
class Office:
    """Everything a use case needs besides what it is asked; one for each process."""

    data: Path
    database: Database
    files: Files
    vault: Vault
    signer: Signer
    calendar: Calendar
    kinds: Mapping[str, Kind]
    verify_url: str
    told: ToldBefore = field(default_factory=lambda: ToldBefore(REMEMBERED))
    _plans: dict[tuple[str, int], Plan] = field(default_factory=dict)

    def plan(self, session: Session, workflow: str, version: int) -> Plan:
        """A published workflow, compiled; every process compiles a version once."""
        known = self._plans.get((workflow, version))
        if known is None:
            found, json = published.load(session, workflow, version=version)
            known = compile_workflow(from_json(json), found.hash)
            self._plans[workflow, version] = known
        return known

    def plan_of(self, session: Session, case: Case) -> Plan:
        """The version a case is pinned to, and no other, whatever was published since."""
        plan = self.plan(session, case.workflow, case.workflow_version)
        if plan.hash != case.workflow_hash:
            raise StoreError(
                f"案件 {case.number} 绑定的流程版本与库中不符，请停止办理并运行 rebuild ledger verify"
            )
        return plan

    def close(self) -> None:
        self.database.close()


def open_office(*, data: Path, database: str, verify_url: str, chance: Chance) -> Office:
    """An office that `make_office` has made."""
    keys = data / "keys"
    rules()  # every subject of the law enters the book
    return Office(
        data=data,
        database=Database(database),
        files=Files(data / "documents"),
        vault=open_vault(keys / "people.key", chance),
        signer=Signer(_key(keys / "signing.key")),
        calendar=load_calendars(workflows() / CALENDARS),
        kinds=load_kinds(templates()),
        verify_url=verify_url,
    )


def make_office(*, data: Path, database: str, chance: Chance) -> None:
    """Make the data folder, the keys, the database, and publish the workflows of this release."""
    try:
        for folder in (data, data / "keys", data / "documents"):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in ("people.key", "signing.key"):
            if not (data / "keys" / name).exists():
                make_key_file(data / "keys" / name, chance)
    except OSError as error:
        raise StoreError(
            f"数据目录 {data} 无法建立（{error.strerror}），请检查磁盘空间与写权限后重试"
        ) from error
    store = Database(database)
    try:
        store.create()
        _add_initials(store)
        publish_workflows(store)
        _seed_staff(store)
        fill_lists(store, load_calendars(workflows() / CALENDARS))
    finally:
        store.close()


def _add_initials(database: Database) -> None:
    """Let cases that an earlier release kept be sought by their initials too."""
    with database.writing() as session:
        for number, address, applicant in tuple(seeking.without_initials(session)):
            seeking.put_initials(session, number, initials_of(address, applicant))


def _seed_staff(database: Database) -> None:
    """One sample person for each role that people hold, so that a new office can be tried at once."""
    with database.writing() as session:
        for published_version in published.versions(session):
            workflow = from_json(
                published.load(session, published_version.id, version=published_version.version)[1]
            )
            for name, role in workflow.roles.items():
                if role.kind != "automatic" and staff.find(session, name) is None:
                    person = Actor(name, f"示例{role.label}", frozenset({name}), role.organ)
                    staff.add(session, person)


def publish_workflows(database: Database) -> tuple[published.PublishedVersion, ...]:
    """Publish every workflow folder under its version; what is published already stays as it is."""
    return tuple(
        publish_workflow(database, folder)
        for folder in sorted(workflows().iterdir())
        if (folder / "workflow.yaml").is_file()
    )


def publish_workflow(database: Database, folder: Path) -> published.PublishedVersion:
    """Publish one workflow folder; another content under a published version is refused."""
    checked = check_workflow(folder)
    if checked.faults:
        raise DefinitionError(checked.faults)
    workflow = load(folder).workflow
    version = published.PublishedVersion(workflow.id, workflow.version, fingerprint(workflow))
    with database.writing() as session:
        published.publish(session, version, json=canonical_json(workflow))
    return version


def _key(path: Path) -> bytes:
    try:
        return bytes.fromhex(path.read_text("ascii"))
    except FileNotFoundError as error:
        raise StoreError(f"找不到密钥文件 {path}，请先运行 rebuild init，或从备份恢复") from error
    except (OSError, ValueError) as error:
        raise StoreError(f"密钥文件 {path} 无法读取，请从备份恢复") from error
