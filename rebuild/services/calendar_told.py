"""工作日历一览: the published years, and what a new or corrected one would move before it takes effect."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rebuild.engine.calendars import load_calendars
from rebuild.errors import DefinitionError, InputError
from rebuild.law.calendar import Calendar
from rebuild.resources import calendars
from rebuild.services.calendar_effect import moved_by
from rebuild.services.office import Office

LARGEST = 100_000  # signs; a year's notice has a thousand


def calendar_told(calendar: Calendar) -> dict[str, Any]:
    """Every year with its notice, its holidays and its make-up days."""
    return {
        "version": calendar.version,
        "years": [
            {
                "year": data.year,
                "title": data.notice.title,
                "number": data.notice.number,
                "issued_on": data.notice.issued_on.isoformat(),
                "holidays": [
                    {
                        "name": each.name,
                        "first": each.first.isoformat(),
                        "last": each.last.isoformat(),
                    }
                    for each in data.holidays
                ],
                "make_up": [day.isoformat() for day in data.make_up],
            }
            for data in reversed(calendar.years)
        ],
    }


def preview_year(office: Office, year: int, text: str) -> dict[str, Any]:
    """What one year's file would move, were it in the calendar's folder; nothing is written but in passing."""
    if len(text) > LARGEST:
        raise InputError("日历文件", "太长", "一年一个文件，请照已有年份的写法")
    with TemporaryDirectory() as folder:
        for file in sorted(calendars().glob("*.yaml")):
            (Path(folder) / file.name).write_bytes(file.read_bytes())
        (Path(folder) / f"{year}.yaml").write_text(text, "utf-8")
        try:
            changed = load_calendars(Path(folder))
        except DefinitionError as error:
            faults = [each.replace(f"{folder}/", "") for each in error.faults]
            return {"faults": faults, "moved": [], "version": ""}
    moved = [
        {
            "number": each.number,
            "label": each.label,
            "before": each.before.isoformat(),
            "after": each.after.isoformat(),
            "provisional_before": each.provisional_before,
            "provisional_after": each.provisional_after,
        }
        for each in moved_by(office, changed)
    ]
    return {"faults": [], "moved": moved, "version": changed.version}
