"""The commands that look and change nothing."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from fsb_lib.base.errors import InputError, Problem, ReportError, UsageError
from fsb_lib.cli import surroundings
from fsb_lib.cli.options import KeyFile, Notebooks, Registers, Reports, YearFiles, Years


def check(
    params: YearFiles = None,
    year: Years = None,
    report: Reports = None,
    notebooks: Notebooks = None,
) -> None:
    """Check parameters, notebooks and environment without running anything."""
    from fsb_lib.checks.check_project import refuse_faults
    from fsb_lib.jobs.plan import Wish

    wish = Wish(tuple(params or ()), tuple(dict.fromkeys(year or ())), tuple(report or ()))
    n_reports = refuse_faults(wish, surroundings.project_here(notebooks))
    typer.echo(f"No problems found. {n_reports} reports can be made.")


def scan(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files or folders.")],
    snapshot: Annotated[
        Path | None, typer.Option("--snapshot", help="Look for its delivery's numbers, too.")
    ] = None,
    key_file: KeyFile = None,
) -> None:
    """Look through files for CPR numbers; exit code 3 when there is one."""
    from fsb_lib.checks.scan_files import refuse_hits

    n_files, remark = refuse_hits(paths, snapshot, surroundings.work_folder(), key_file)
    if remark:
        typer.echo(f"note: CPR numbers are found by their look alone: {remark}")
    typer.echo(f"No CPR number found in {n_files} files.")


def lint(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH...", help="Pages or outputs folders.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="The findings as JSON.")] = False,
    rules: Annotated[
        bool, typer.Option("--rules", help="List the rules, as docs/lint.md.")
    ] = False,
) -> None:
    """Look at pages as a careful reader would; exit code 3 when a rule is broken."""
    from fsb_lib.checks import lint_pages as linting

    if rules:
        typer.echo(linting.rules_text(), nl=False)
        return
    n_pages, found = linting.lint_paths(paths or [])
    if json:
        typer.echo(linting.as_json(found))
    elif found:
        typer.echo(linting.as_text(found))
    else:
        typer.echo(f"No fault found in {n_pages} pages.")
    raise typer.Exit(linting.exit_code(found))


def verify(
    output: Annotated[Path, typer.Argument(help="An outputs folder, or one report of it.")],
) -> None:
    """Compare the files of reports with their manifests, and released ones with ledger and code."""
    from fsb_lib.outputs.verify import refuse_changed

    surroundings.trust_outputs_around(output)
    for one in refuse_changed(output):
        code = f", control code {one.control_code}" if one.control_code else ""
        typer.echo(f"{one.name}: {one.n_files} files as made{code}")


def compare(
    before: Annotated[Path, typer.Argument(metavar="A", help="An outputs folder, or a report.")],
    after: Annotated[Path, typer.Argument(metavar="B", help="Another one.")],
) -> None:
    """Show which figures and inputs differ between two outputs."""
    from fsb_lib.outputs import compare as comparing

    differences = comparing.compare(before, after)
    for each in differences:
        typer.echo(f"{each.where}: {each.before} -> {each.after}")
    typer.echo(f"{len(differences)} differences." if differences else "No differences.")


def audit(
    facts: Annotated[
        Path | None, typer.Argument(metavar="[FACTS]", help="Published facts as JSON.")
    ] = None,
    json: Annotated[
        Path | None, typer.Option("--json", metavar="OUT", help="Also write the findings as JSON.")
    ] = None,
    outputs: Annotated[
        Path | None, typer.Option("--outputs", help="Audit all published reports below a folder.")
    ] = None,
) -> None:
    """Compute what published tables tell of their hidden cells; exit code 3 when too much."""
    if (facts is None) == (outputs is None) or (outputs and json):
        problem = Problem("needs one thing to audit", "fsb audit", "FACTS or --outputs OUTPUTS")
        raise UsageError(problem)
    if facts is not None:
        _audit_facts(facts, json)
    elif outputs is not None:
        _audit_outputs(outputs)


def protection(
    year: Annotated[int, typer.Option("--year", help="The year, with its file in params/ if any.")],
    registers: Registers = None,
    outputs: Annotated[
        Path | None,
        typer.Option("--outputs", help="Where the reports lie; the project's outputs/."),
    ] = None,
) -> None:
    """Tell an analyst what is hidden of a year, and what merging, or a correction, would do."""
    from fsb_lib.run.previewed_year import previewed_lines

    given = surroundings.registers_named(registers) if registers is not None else None
    for line in previewed_lines(year, given, surroundings.project_here(outputs=outputs)):
        typer.echo(line)


def _audit_outputs(outputs: Path) -> None:
    from fsb_lib.publishing import audit_outputs as auditing

    surroundings.trust_outputs_around(outputs)
    found = {}
    for year, result in auditing.audited(outputs, surroundings.project_here().work):
        found[year] = result
        for line in auditing.lines(year, result):
            _echo_any(line)
    if (fault := auditing.refusal(found, str(outputs))) is not None:
        raise fault


def _audit_facts(facts: Path, json: Path | None) -> None:
    from fsb_lib.audit.form import facts_from
    from fsb_lib.audit.listing import as_json, listing, refusal
    from fsb_lib.audit.verdicts import audit as attacked

    found = attacked(facts_from(_text_of(facts), facts.name), facts.name)
    for line in listing(found):
        _echo_any(line)
    if json is not None:
        _write(json, as_json(found), facts)
    if (fault := refusal(found, facts.name)) is not None:
        raise ReportError(fault)


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not text in UTF-8"
        raise InputError(
            Problem("cannot be read", str(path), "a JSON file", why, "Name another file.")
        ) from None


def _write(path: Path, text: str, read: Path) -> None:
    try:
        if path.exists() and path.samefile(read):
            raise OSError(0, "it is the file that was audited")
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(
            Problem("cannot be written", str(path), "a file", error.strerror or "", "Name another.")
        ) from None


def _echo_any(line: str) -> None:
    """Print a line that may hold signs which the terminal has not."""
    encoding = sys.stdout.encoding or "utf-8"
    typer.echo(line.encode(encoding, "backslashreplace").decode(encoding))
