"""Every page that a run makes is valid HTML by html-validate's recommended rules, and every page
that stands in for one.

Waived, in htmlvalidate.json: `long-title`, since a title is "emne – periode – afsender";
`prefer-native-element` and `no-redundant-role` for the roles of tables, which a browser forgets
when a phone's style sheet sets their rows as blocks.
"""

import os
import subprocess
from pathlib import Path

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RULES = Path(__file__).with_name("htmlvalidate.json")


@pytest.fixture(scope="session")
def validator() -> str:
    """The command, which .ci/run installs and names in the environment."""
    named = os.environ.get("FSB_HTML_VALIDATE", "")
    if not Path(named).is_file():
        reason = "FSB_HTML_VALIDATE names no html-validate; see .ci/run"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return named


def complaints(validator: str, *pages: Path) -> str:
    command = [validator, "--config", str(RULES), "--formatter", "text", *map(str, pages)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def test_every_page_is_valid(validator: str, made: list[Path]) -> None:
    assert complaints(validator, *made) == ""


def test_error_pages_fault_reports_and_a_portal_with_a_failed_report_are_valid(
    validator: str, other_pages: list[Path]
) -> None:
    assert complaints(validator, *other_pages) == ""


def test_a_planted_fault_is_seen(validator: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<!DOCTYPE html><html lang="da"><head><title>a</title></head>'
        "<body><ul><p>a</p></ul></body></html>",
        encoding="utf-8",
    )
    assert "element-permitted-content" in complaints(validator, page)
