"""What langchain-tests' contract suites expect of pytest: the marks of plugins that are switched off here."""

import pytest


def pytest_configure(config: pytest.Config) -> None:
    for name in ("benchmark", "vcr"):
        config.addinivalue_line("markers", f"{name}: set by langchain-tests; it does nothing here")
