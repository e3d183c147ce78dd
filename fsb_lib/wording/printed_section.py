"""The section "Tal, der er trykt før": each figure of the papers beside this measurement.

A reader who holds the paper of 2008 in the other hand finds its figures here, the same or with
the reason for the difference. A year without printed figures has no such section.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from fsb_lib.components import page_parts
from fsb_lib.components.fragment import Fragment
from fsb_lib.disclosure.protected import ProtectedReport
from fsb_lib.domain import danish
from fsb_lib.domain.periods import STRATEGY_END
from fsb_lib.domain.targets import OFFERS, decided
from fsb_lib.domain.vocabulary import TOTAL, special_needs_codes
from fsb_lib.wording import values
from fsb_lib.wording.printed_figures import (
    OF_PERSONS,
    PrintedFigure,
    PrintedOutcome,
    Reading,
    figures_of,
    parts_of,
    reading,
)
from fsb_lib.wording.values import fill, settings_of

# The figures of a text, by name; None where one of them may not be said.
Words = Mapping[str, str] | None


def section(protected: ProtectedReport) -> Fragment:
    """The printed figures of this report and year; an empty fragment where there are none."""
    readings = [(figure, reading(protected, figure)) for figure in figures_of(protected)]
    if not readings:
        return Fragment("")
    text, found = values.sentences("printed"), [found for _, found in readings]
    circular = protected.synthetic and any(one.outcome is PrintedOutcome.FOUND for one in found)
    return page_parts.comparison(
        text["heading"],
        " ".join([introduction(found), *([text["intro"]["synthetic"]] if circular else ())]),
        text["caption"],
        (text["columns"]["printed"], text["columns"]["measured"]),
        [_line(protected, figure, found) for figure, found in readings],
    )


def introduction(readings: Sequence[Reading]) -> str:
    """How many of the figures that can be compared are found again."""
    text = values.sentences("printed")["intro"]
    outcomes = Counter(found.outcome for found in readings)
    found, differs = outcomes[PrintedOutcome.FOUND], outcomes[PrintedOutcome.DIFFERS]
    if found + differs < 2:
        return str(text["one" if found else "one_differs" if differs else "nothing"])
    kind = "some" if found and differs else "none" if differs else "both" if found == 2 else "all"
    counts = {"measurable": danish.in_words(found + differs), "found": danish.in_words(found)}
    return values.sentence_case(fill(text[kind], counts))


def explanation(protected: ProtectedReport, figure: PrintedFigure, found: Reading) -> str:
    """Why the measured figure is the printed one, another, or missing."""
    text = values.sentences("printed")
    own = text["texts"][figure.id]
    words = _words_for(protected, figure)
    difference = {"difference": found.difference}
    said = []
    if found.outcome is PrintedOutcome.NOT_COMPARABLE:
        said.append(fill(text["not_comparable"], {"why": found.measured}))
    elif found.outcome in own:
        said.append(_filled(own[found.outcome], words, difference))
    elif found.outcome is PrintedOutcome.DIFFERS:
        said.append(fill(text["difference"], difference) if found.difference else "")
        said.append(text["differs"][_kind(figure)])
    if found.outcome is not PrintedOutcome.NOT_COMPARABLE and "always" in own:
        said.append(_filled(own["always"], words, difference))
    return " ".join(sentence for sentence in said if sentence)


def _line(
    protected: ProtectedReport, figure: PrintedFigure, found: Reading
) -> page_parts.PrintedLine:
    text = values.sentences("printed")
    documents = danish.enumeration([text["documents"][name] for name in figure.documents])
    measured = "" if found.outcome is PrintedOutcome.NOT_COMPARABLE else found.measured
    return page_parts.PrintedLine(
        figure=figure.figure,
        quotation=figure.wording,
        source=fill(text["source"], {"counts": figure.counts, "documents": documents}),
        measured=measured,
        outcome=text["outcomes"][found.outcome],
        explanation=explanation(protected, figure, found),
    )


def _filled(template: str, words: Words, difference: Mapping[str, str]) -> str:
    """The text; nothing where it needs figures that may not be said."""
    if words is None:
        return template if "{" not in template else ""
    return fill(template, words, difference)


def _kind(figure: PrintedFigure) -> str:
    if figure.claim == "all_of":
        return "cells"
    return "persons" if figure.claim in OF_PERSONS else "share"


def _words_for(protected: ProtectedReport, figure: PrintedFigure) -> Words:
    made = WORDS.get(figure.id)
    return made(protected, figure) if made else {}


def _sayable(protected: ProtectedReport, *counts: Fraction) -> bool:
    """Whether counts that are reckoned here would be shown if a table held them."""
    internal = protected.audience == "internal"
    return internal or not any(0 < count < protected.smallest_shown for count in counts)


def _hidden_of_table(protected: ProtectedReport, figure: PrintedFigure) -> Words:
    """What is hidden today; nothing to say where all of the table is shown."""
    table = protected.table((figure.found or {})["table"])
    if not values.hidden(cell for row in table.rows for cell in row.cells):
        return None
    return {"most_hidden": str(protected.smallest_shown - 1)}


def _special_needs(protected: ProtectedReport, _: PrintedFigure) -> Words:
    """The three groups of the table, their sum, and how many of them are in focus."""
    table = protected.table("match_by_target_group")
    groups = [table.cell("persons", code, TOTAL) for code in special_needs_codes()]
    focus = protected.table("focus_population").cell("persons", "on_reference_date")
    if not values.all_shown([*groups, focus]) or not focus.value:
        return None
    total = sum(map(values.exact, groups), Fraction())
    others = total - values.exact(focus)
    if not _sayable(protected, others):
        return None
    return {
        "groups": danish.enumeration([values.number(cell) for cell in groups]),
        "special_needs": danish.number(total),
        "persons": values.number(focus),
        "others": danish.number(others),
    }


def _literal_words(protected: ProtectedReport, _: PrintedFigure) -> Words:
    """S1 taken at its word: every SOF citizen of the match class, special needs or not."""
    shares = protected.table("population_shares")
    in_class = shares.cell("numerator", "sof_of_not_job_ready")
    focus = shares.cell("numerator", "focus_of_not_job_ready")
    if not values.all_shown((in_class, focus)) or not in_class.value:
        return None
    without = values.exact(in_class) - values.exact(focus)
    if not _sayable(protected, without):
        return None
    return {"in_class": values.number(in_class), "without_needs": danish.number(without)}


def _plan_targets(_: ProtectedReport, __: PrintedFigure) -> Words:
    """The targets of the strategy itself, whatever was decided after it."""
    wanted = (one.value for one in decided(OFFERS) if one.year <= STRATEGY_END.year)
    return {"targets": danish.number(sum(wanted))}


def _parts_of_class(protected: ProtectedReport, figure: PrintedFigure) -> Words:
    """The share in words, and a third of the match class as persons."""
    parts = parts_of(protected, figure)
    if parts is None:
        return None
    part, whole = (values.exact(cell) for cell in parts)
    return {
        "of_half": danish.of_half(part / whole),
        "third": danish.number(whole / 3),
        "words": danish.fraction_in_words(part / whole),
    }


def _on_the_day(protected: ProtectedReport, _: PrintedFigure) -> Words:
    sof = protected.table("match_by_target_group").cell("persons", "sof_i_alt", TOTAL)
    if not sof.shown:
        return None
    return {**settings_of(protected), "sof": values.number(sof)}


def _reference_date(protected: ProtectedReport, _: PrintedFigure) -> Words:
    return settings_of(protected)


def _largest_group(protected: ProtectedReport, _: PrintedFigure) -> Words:
    table = protected.table("activation_by_target_group")
    groups = {code: table.cell("persons", code) for code in special_needs_codes()}
    if not values.all_shown(groups.values()):
        return None
    largest = max(groups, key=lambda code: values.exact(groups[code]))
    return {"largest": values.label(table, "target_group", largest).lower()}


WORDS: Mapping[str, Callable[[ProtectedReport, PrintedFigure], Any]] = {
    "match_table_2007": _hidden_of_table,
    "focus_population": _special_needs,
    "about_3400": _literal_words,
    "about_3500": _plan_targets,
    "sof_of_class": _parts_of_class,
    "focus_of_class": _parts_of_class,
    "in_a_month": _on_the_day,
    "activation_in_all": _largest_group,
    "resource_courses_2014": _reference_date,
    "discharge_coordinators_2015": _reference_date,
    "contact_model_2015": _reference_date,
    "video_trial_2015": _reference_date,
}
