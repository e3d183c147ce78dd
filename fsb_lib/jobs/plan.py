"""Which reports a run makes: year files and wishes in, a list of jobs out."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

from fsb_lib.base.errors import InputError, Problem, UsageError, nearest
from fsb_lib.base.package_data import load
from fsb_lib.base.project import Project, read_text, year_files
from fsb_lib.domain.periods import FIRST_YEAR, LAST_YEAR, STRATEGY_START
from fsb_lib.notebook.faults import refuse_faulty_notebooks
from fsb_lib.params import REPORT_IDS, USED_BY, YearParams, parse_year_file
from fsb_lib.registers.snapshot.description import read_description
from fsb_lib.registers.snapshot.optional_tables import lacking, problems_without, tables_needed
from fsb_lib.registers.snapshot_files import DESCRIPTION

_MEND = "Check the name, or copy the file of another year and change the year in it."


@dataclass(frozen=True)
class Wish:
    """What the user asked for; empty tuples mean everything."""

    files: tuple[Path, ...] = ()
    years: tuple[int, ...] = ()
    reports: tuple[str, ...] = ()

    @property
    def names_years(self) -> bool:
        return bool(self.files or self.years)


@dataclass(frozen=True)
class Job:
    """One report of one year. `parameters` are the ones its year file sets, as plain values;
    `below` is where drafts lie that are not to take the place of a released report."""

    year: int
    report: str
    notebook: Path
    parameters: dict[str, Any]
    in_force: dict[str, Any]
    below: str = ""

    @property
    def folder(self) -> str:
        """Where the report lies below the outputs: `2009/plan_coverage`."""
        return "/".join(filter(None, (self.below, str(self.year), self.report)))

    @property
    def label(self) -> str:
        return f"{self.year} {self.report}"

    @property
    def topic(self) -> str:
        return str(load(f"wording/{self.report}")["page"]["topic"])


@dataclass(frozen=True)
class Plan:
    """The jobs of a run by year and report, and what was left out, with the reason."""

    jobs: tuple[Job, ...]
    notes: tuple[str, ...]

    @property
    def years(self) -> frozenset[int]:
        return frozenset(job.year for job in self.jobs)

    @property
    def folders(self) -> frozenset[str]:
        return frozenset(job.folder for job in self.jobs)

    def needs(self) -> tuple[str, ...]:
        """The optional tables that reports of the plan are not made without."""
        needed = (tables_needed(job.report) for job in self.jobs)
        return tuple(dict.fromkeys(chain.from_iterable(needed)))


def planned(wish: Wish, project: Project) -> Plan:
    """The jobs that are wished for, with what is to be said of the year files first.

    Errors: those of `read_years` and `make_plan`; InputError for a notebook that may not be run.
    """
    years, remarks = read_years(wish, project)
    plan = make_plan(years, wish, project)
    refuse_faulty_notebooks(job.notebook for job in plan.jobs)
    return replace(plan, notes=(*remarks, *plan.notes))


def read_years(wish: Wish, project: Project) -> tuple[tuple[YearParams, ...], tuple[str, ...]]:
    """The parameters of every year asked for, by year, and remarks for the user.

    A year without a file has every parameter at its default.
    Errors: InputError with the problems of all files; UsageError when a year is there twice.
    """
    remarks: list[str] = []
    texts: list[tuple[str, str]] = []
    problems: list[Problem] = []
    for path in _files(wish, project):
        try:
            texts.append((read_text(path, _MEND), path.name))
        except InputError as error:
            problems += error.problems
    _refuse_impossible(wish.years)
    for year in wish.years:
        if not (project.params / f"{year}.yaml").is_file():
            texts.append((f"year: {year}\n", f"--year {year}"))
            remarks.append(f"{year} has no file in {project.params.name}: all defaults")
    years: list[YearParams] = []
    for text, where in texts:
        try:
            years.append(parse_year_file(text, where))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    _refuse_twice(years)
    return tuple(sorted(years, key=lambda values: values.year)), tuple(remarks)


def _refuse_impossible(years: Iterable[int]) -> None:
    wrong = [year for year in years if not FIRST_YEAR <= year <= LAST_YEAR]
    if wrong:
        raise UsageError(
            Problem("no such year", f"--year {year}", f"a year from {FIRST_YEAR} to {LAST_YEAR}")
            for year in wrong
        )


def _files(wish: Wish, project: Project) -> tuple[Path, ...]:
    if not wish.names_years:
        found = year_files(project)
        if not found:
            raise InputError(
                Problem("holds no year files", str(project.params), "files like 2009.yaml",
                        remedy="Add a file for each year to be followed up.")
            )  # fmt: skip
        return found
    by_year = [project.params / f"{year}.yaml" for year in wish.years]
    named = [*wish.files, *(path for path in by_year if path.is_file())]
    return tuple({path.resolve(): path for path in named}.values())


def _refuse_twice(years: Sequence[YearParams]) -> None:
    seen = [values.year for values in years]
    twice = sorted({year for year in seen if seen.count(year) > 1})
    if twice:
        raise UsageError(
            Problem(
                f"{', '.join(map(str, twice))} is asked for by more than one file",
                "year files",
                "one file for each year",
                remedy="Name one of them.",
            )
        )


def make_plan(years: Iterable[YearParams], wish: Wish, project: Project) -> Plan:
    """The jobs of the years, those of a named report only when reports are named.

    A report named together with its year is made even if the year file does not list it.
    Errors: UsageError for an unknown report, or a named one that the year cannot have.
    """
    _refuse_unknown(wish.reports)
    jobs: list[Job] = []
    notes: list[str] = []
    problems: list[Problem] = []
    for values in years:
        for report in _reports(values, wish):
            if report == "plan_coverage" and values.year < STRATEGY_START.year:
                if wish.reports and wish.names_years:
                    problems.append(_before_strategy(values.year))
                else:
                    notes.append(f"{values.year} plan_coverage left out: no plans before 2009")
                continue
            jobs.append(_job(values, report, project))
    if problems:
        raise UsageError(problems)
    if not jobs:
        raise UsageError(
            Problem("nothing to make", "the years asked for", remedy="Name a year and a report.")
        )
    return Plan(tuple(jobs), tuple(notes))


def that_the_delivery_allows(plan: Plan, wish: Wish, snapshot: Path) -> Plan:
    """The plan as far as a snapshot has the optional tables that it needs.

    Errors: those of `that_can_be_made`.
    """
    if not plan.needs():
        return plan
    text = (snapshot / DESCRIPTION).read_bytes()
    return that_can_be_made(plan, wish, read_description(text, str(snapshot)).table_names)


def that_can_be_made(plan: Plan, wish: Wish, delivered: Collection[str]) -> Plan:
    """The plan without the reports whose optional tables were not delivered; its notes say which.

    Errors: InputError for such a report asked for by name, and when no other is left.
    """
    lacks = {job.report: lacking(job.report, delivered) for job in plan.jobs}
    jobs = tuple(job for job in plan.jobs if not lacks[job.report])
    without = [report for report, names in lacks.items() if names]
    refused = [report for report in without if report in wish.reports or not jobs]
    if refused:
        raise InputError(
            chain.from_iterable(problems_without(report, delivered) for report in refused)
        )
    notes = (
        f"{job.label} left out: the delivery has no table {', '.join(lacks[job.report])}"
        for job in plan.jobs
        if lacks[job.report]
    )
    return Plan(jobs, (*plan.notes, *notes))


def _refuse_unknown(reports: Iterable[str]) -> None:
    unknown = [name for name in reports if name not in REPORT_IDS]
    if unknown:
        raise UsageError(
            [Problem("unknown report", f"--report {name}", remedy=nearest(name, REPORT_IDS))
             for name in unknown]
        )  # fmt: skip


def _reports(values: YearParams, wish: Wish) -> tuple[str, ...]:
    if wish.reports and wish.names_years:
        return tuple(report for report in REPORT_IDS if report in wish.reports)
    listed = [report for report in REPORT_IDS if report in values.reports]
    return tuple(report for report in listed if not wish.reports or report in wish.reports)


def _before_strategy(year: int) -> Problem:
    return Problem(
        "plan_coverage cannot be made",
        f"{year}",
        f"{STRATEGY_START.year} or later, when the strategy began",
        remedy="Name a later year, or leave the report out.",
    )


def _job(values: YearParams, report: str, project: Project) -> Job:
    own = values.for_report()
    without = set() if "reports" in USED_BY[report] else {"reports"}
    return Job(
        values.year,
        report,
        project.notebooks / f"{report}.ipynb",
        own.model_dump(mode="json", exclude_unset=True, exclude=without),
        {**own.model_dump(mode="json", exclude=without), "reference_date": own.day.isoformat()},
    )
