"""case money: what each household bears, has pledged and has paid."""

from rebuild.cli.opened import opened
from rebuild.cli.options import Json, Number
from rebuild.cli.show import as_json


def money(number: Number, json: Json = False) -> None:
    from rebuild.cli.money_shown import show_money
    from rebuild.services.look_up import look_up
    from rebuild.services.money_told import money_told

    with opened() as office:
        told = money_told(look_up(office, number))
    as_json(told) if json else show_money(told)
