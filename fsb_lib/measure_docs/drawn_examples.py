"""A measure's worked example in Danish: its register rows, its persons, and its result.

Borger | Ydelse       | Fra        | Til            Målgruppe | Borgere | Aktiveringsgrad
Anna   | Kontanthjælp | 01-01-2008 |                I alt     | 5       | 2/5 (40 %)
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from fsb_lib.base.package_data import load
from fsb_lib.disclosure.gate import protect
from fsb_lib.disclosure.policy import POINT_DECIMALS, policy_for
from fsb_lib.disclosure.protected import Key, Measure, ProtectedTable, Unit
from fsb_lib.domain import contract, danish, vocabulary
from fsb_lib.domain.contract import Kind
from fsb_lib.domain.declared_tables import declared
from fsb_lib.domain.definitions import NOT_AVAILABLE, DateKind, DrawnRow, WorkedExample, drawn_rows
from fsb_lib.domain.measured_table import MeasuredRow, MeasuredTable, MeasuredValue, Ratio
from fsb_lib.domain.periods import cutoff_date
from fsb_lib.domain.table_declarations import MeasureDeclaration
from fsb_lib.measure_docs.markdown import grid
from fsb_lib.params import ReportParams
from fsb_lib.wording.params_in_danish import placeholders


def register_tables(example: WorkedExample) -> list[str]:
    """One table per register that the example draws, under the register's Danish name."""
    names = load("tables/common")["keys"]["register"]["categories"]
    names = {**names, **load("measure_docs")["registers"]}
    headings = load("measure_docs")["columns"]
    blocks = []
    for register, drawn in example.registers.items():
        rows = drawn_rows(drawn)
        body = [[_in_danish(register, row, column) for column in row] for row in rows]
        blocks.append(f"**{names[register]}**\n\n{grid([headings[c] for c in rows[0]], body)}")
    return blocks


def person_table(example: WorkedExample) -> str:
    """Who the six are, and why each counts or not."""
    text = load("measure_docs")
    rows = [(person.capitalize(), why) for person, why in example.persons.items()]
    return f"**{text['persons']}**\n\n{grid([text['person'], text['why']], rows)}"


def result_table(example: WorkedExample, params: ReportParams, date_kind: DateKind) -> str:
    """The expected rows with the labels and the title that the report's own table has."""
    when = cutoff_date(params.year) if date_kind == "cutoff" else params.day
    table = _released(example, params, when)
    shown = [known for known in table.measures if known.name in example.rows[0]]
    body = [
        [
            *(_label(key, row[key.name]) for key in table.keys),
            *(_value(measure, row[measure.name]) for measure in shown),
        ]
        for row in example.rows
    ]
    title = load("measure_docs")["result"].format(title=table.title)
    headings = [key.label for key in table.keys] + [measure.label for measure in shown]
    return f"**{title}**\n\n{grid(headings, body, len(shown))}"


def _released(example: WorkedExample, params: ReportParams, when: date) -> ProtectedTable:
    """The expected rows as the gate labels them; what the example leaves out is not available."""
    entry = declared(example.table)
    rows = tuple(
        MeasuredRow(
            tuple(row[key] or "" for key in entry.keys),
            {name: _drawn(row.get(name), one) for name, one in entry.judged.items()},
        )
        for row in example.rows
    )
    policy = policy_for("internal", params.disclosure_threshold)
    (table,) = protect([MeasuredTable(example.table, rows, when)], policy, placeholders(params))
    return table


def _drawn(text: str | None, column: MeasureDeclaration) -> MeasuredValue:
    """A drawn value as a measure gives it: a rate with its two counts."""
    value = _measured(text)
    if text is not None and "/" in text and column.unit == "rate" and not column.public:
        part, whole = text.split("/")
        return Ratio(int(part), int(whole))
    return value


def _measured(text: str | None) -> int | Fraction | None:
    if text is None or text == NOT_AVAILABLE:
        return None
    return Fraction(text) if "/" in text else int(text)


def _label(key: Key, code: str | None) -> str:
    return key.category(code or "").label


def _value(measure: Measure, text: str | None) -> str:
    """`2/5` -> "2/5 (40 %)"; a count, a verdict or a missing value in its Danish form."""
    words, value = load("measure_docs"), _measured(text)
    if value is None:
        return str(words["not_available"])
    if measure.unit is Unit.VERDICT:
        return str(load("page")["verdicts"][value])
    if measure.unit is Unit.RATE:
        return str(words["fraction"].format(fraction=text, written=danish.percent(value)))
    if measure.unit is Unit.POINTS:
        points = danish.percentage_points(value, POINT_DECIMALS)
        return str(words["fraction"].format(fraction=text, written=points))
    return danish.number(value)


def _in_danish(register: str, row: DrawnRow, column: str) -> str:
    """A drawn cell as a reader sees it: names capitalised, dates in order, codes by label."""
    value = row[column]
    if value is None:
        return ""
    if column == "person":
        return value.capitalize()
    if _is_date(value):
        return f"{date.fromisoformat(value):%d-%m-%Y}"
    return _code_labels(register, row, column).get(value, value)


def _code_labels(register: str, row: DrawnRow, column: str) -> Mapping[str, str]:
    if register not in {table.name for table in contract.TABLES}:
        return {}
    known = {each.name: each for each in contract.table(register).columns}[column]
    if known.kind is Kind.MATCH_CODE:
        return dict(vocabulary.match_system(row["system"] or "").labels)
    return vocabulary.labels(known.code_list) if known.code_list else {}


def _is_date(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
