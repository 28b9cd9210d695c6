"""办理日期: the day somebody types for what they do; today, where they leave it alone."""

from datetime import date

from rebuild.engine.answers import read_answers
from rebuild.engine.definition import Field
from rebuild.web.forms import Wrong, answer_of

ON = Field(name="on", label="办理日期", type="date")


def day_typed(text: str, today: date) -> date | None:
    """The day somebody typed, today where they typed none; None where it is no day."""
    if not text.strip():
        return today
    answers, wrong = read_answers((ON,), {ON.name: answer_of(ON, text)})
    return None if wrong else date.fromisoformat(answers[ON.name])


def day_wrong(text: str, today: date) -> tuple[Wrong, ...]:
    """The complaint about a day, if it is none."""
    if day_typed(text, today) is not None:
        return ()
    (said,) = read_answers((ON,), {ON.name: answer_of(ON, text)})[1]
    return (Wrong(ON.name, said, said.removeprefix(f"{ON.label}：")),)
