"""How hard hypothesis tries: a little in every run, the same each time; FSB_FUZZ=1 for more."""

import os

from hypothesis import HealthCheck, settings

_SLOW_IS_FINE = (HealthCheck.too_slow, HealthCheck.function_scoped_fixture)
settings.register_profile(
    "quick", max_examples=150, deadline=None, derandomize=True, suppress_health_check=_SLOW_IS_FINE
)
settings.register_profile(
    "thorough", max_examples=4_000, deadline=None, suppress_health_check=_SLOW_IS_FINE
)


def pytest_configure() -> None:
    settings.load_profile("thorough" if "FSB_FUZZ" in os.environ else "quick")
