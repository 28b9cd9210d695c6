"""How the tests run: hypothesis without surprises from slow machines, nothing taken from this machine's settings."""

import os

import pytest
from hypothesis import HealthCheck, settings

# A deadline measures the machine, not the rule; two cores shared by eight workers miss it for no reason.
settings.register_profile(
    "everyday", deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("ci", settings.get_profile("everyday"), derandomize=True, print_blob=True)
settings.register_profile("long", settings.get_profile("everyday"), max_examples=5_000)
settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "everyday")
)


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own REBUILD_DATA must not decide whether a test passes, or be written to."""
    for name in list(os.environ):
        if name.startswith("REBUILD_") and not name.startswith("REBUILD_TEST_"):
            monkeypatch.delenv(name)
