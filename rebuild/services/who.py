"""经办身份: the person of the office in whose name something is done."""

from rebuild.cases.facts import Actor
from rebuild.errors import InputError
from rebuild.services.office import Office
from rebuild.store import staff
from rebuild.store.staff import StaffMember

_SHOWN = 8


def who(office: Office, person: str) -> Actor:
    """Somebody who may act; InputError names some who may."""
    with office.database.reading() as session:
        found = staff.find(session, person) if person else None
        everyone = staff.everyone(session) if found is None else ()
    if found is None:
        problem = f"没有工号为“{person[:40]}”的人员" if person else "没有写明由谁办理"
        raise InputError("--as", problem, _some(everyone))
    if found.disabled:
        raise InputError("--as", f"工号“{person}”已停用", "请换用其他工号")
    return found.actor


def _some(everyone: tuple[StaffMember, ...]) -> str:
    able = [each.actor for each in everyone if not each.disabled]
    listed = "、".join(f"{actor.id}（{actor.name}）" for actor in able[:_SHOWN])
    more = f"等{len(able)}人" if len(able) > _SHOWN else ""
    return f"可以写 {listed}{more}" if able else "本机还没有人员，请先运行 rebuild init"
