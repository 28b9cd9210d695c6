"""clocks run: whatever has fallen due is done, each thing once, as of the day it fell due."""

from rebuild.cli.opened import day_of_deed, now, opened, print_what_is_due
from rebuild.cli.options import Json, NoPrint, On
from rebuild.cli.show import as_json


def run(on: On = None, no_print: NoPrint = False, json: Json = False) -> int:
    """0 where everything due was done, 1 where the rules refused something."""
    from rebuild.cli.clocks_shown import show_fired
    from rebuild.cli.show import tell
    from rebuild.services.calendar_effect import count_anew_if_changed
    from rebuild.services.fired_told import fired_told
    from rebuild.services.run_clocks import run_clocks

    day = day_of_deed(on)
    with opened() as office:
        moved = count_anew_if_changed(office)
        if moved:
            tell(f"工作日历有变动，{moved} 个案件的期限已按新日历重算")
        fired = run_clocks(office, on=day, now=now())
        told = fired_told(office, fired, on=day)
        issued = any(each.outcome.documents for each in fired)
        told["print_failures"] = print_what_is_due(office) if issued and not no_print else []
    as_json(told) if json else show_fired(told)
    return 0 if all(each.outcome.allowed for each in fired) else 1
