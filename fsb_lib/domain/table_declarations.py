"""What the declaration of a table holds: an entry of data/tables/<report>.yaml.

    profile_sex:
      question: Who are they by sex?
      title: Køn, {basis}                          sheet: Køn
      counts: "{basis}/sex:{category}"             base: "{basis}/sex_known"
      keys: {category: {label: Køn, kind: partition, outside: [ukendt], categories: {...}}}
      measures: {persons: {unit: persons, ...}, share: {unit: rate, of: [persons, base], ...}}

From the entry follow the names of all counts in the table (docs/cells.md), how they add up
(disclosure), the sheet of the workbook and the list of tables. What it does not say is refused:
a key says how its categories stand to their total, a measure what kind of value it holds.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

BASE = "base"  # in `of`: the count that the table's `base` names
PUBLIC = "public"  # in `counts`: a row of another publication's figures

# How the categories of a key stand to their total:
#   partition    they add up to it
#   overlapping  each is at most the total, and the total at most their sum
#   nested       one holds the other, or they have nothing to do with each other: no sum
#   time         days and years: no sum
KeyKind = Literal["partition", "overlapping", "nested", "time"]
MeasureKind = Literal["persons", "rows", "rate", "points", "verdict", "days"]

Names = str | tuple[str, str]  # a count's name, or the two names of a rate: part, whole


def _texts(value: object) -> object:
    return tuple(str(one) for one in value) if isinstance(value, list) else value


def _texts_by_text(value: object) -> object:
    return {str(k): v for k, v in value.items()} if isinstance(value, dict) else value


Text = Annotated[str, Field(min_length=1)]
Codes = Annotated[tuple[str, ...], BeforeValidator(_texts)]
Labels = Annotated[Mapping[str, str], BeforeValidator(_texts_by_text)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class KeyDeclaration(_Strict):
    """A key of a table. `list` names a vocabulary list (of which the population may have but some
    `members`), `match_system` the codes in force on the table's day, all or those not job-ready;
    `categories` gives labels of its own. `totals` sum all others, `subtotals` some of them, and
    codes `outside` stand beside the total. `prefix` stands before a code in names."""

    label: Text
    kind: KeyKind
    prefix: str = ""
    list: Text | None = None
    members: Literal["special_needs"] | None = None
    match_system: Literal["all", "not_job_ready"] | None = None
    categories: Labels = {}
    totals: Codes = ()
    subtotals: Annotated[Mapping[str, Codes], BeforeValidator(_texts_by_text)] = {}
    outside: Codes = ()

    @property
    def sums(self) -> frozenset[str]:
        """The codes that are sums of others."""
        return frozenset((*self.totals, *self.subtotals))


class MeasureDeclaration(_Strict):
    """A column of a table: its label and the kind of its values.

    persons, rows   a count; with `part` those of the table's count who are also that
    rate            of two counts, named in `of`: measures of the table, or `base`
    days            a statistic of the persons that `of` counts: never shown of a few
    verdict, points derived: hidden with what it `rests_on`, or with its whole table
    `public` marks a figure of the strategy or of another publication, never a count of persons.
    """

    label: Text
    unit: MeasureKind
    measure: Text | None = None
    part: Text | None = None
    of: Codes = ()
    public: bool = False
    rests_on: Codes = ()
    rests_on_table: bool = False

    @property
    def is_count(self) -> bool:
        """Whether it counts persons or rows itself, and is not derived from such counts."""
        is_derived = self.public or self.rests_on or self.rests_on_table
        return self.unit in ("persons", "rows") and not is_derived

    @model_validator(mode="after")
    def _says_what_it_is_made_of(self) -> "MeasureDeclaration":
        n_of = {"rate": (0, 2), "days": (1,)}.get(self.unit, (0,))
        if len(self.of) not in n_of:
            raise ValueError(f"`of` for {self.unit}: {' or '.join(map(str, n_of))} names")
        derived = self.unit in ("verdict", "points")
        if derived and not (self.public or self.rests_on or self.rests_on_table):
            raise ValueError(f"a {self.unit} says what it `rests_on`, or `rests_on_table: true`")
        return self


class TableDeclaration(_Strict):
    """One table.

    `question` and `details` (when there is such a table, what its rows and values mean beyond
    their labels) are for programmers, in English; all other words stand on the page.
    `counts` names the count of a row: a template, templates by measure, or `by` a key whose code
    chooses among `rows` (and `others`), one of which may be `public`. `base` is the count that
    shares are of, `everybody` the base and the codes outside it, `within` a count that holds the
    whole population of the table. `sensitive`:
    0 % and 100 % of a small group would tell of everybody in it; said where it is not so.
    `headline` says that the report's answer stands in it, which is hidden last; `hidden_first`
    that what must be hidden beside a small count is taken from it before it is from the note.
    `shown_in` says where it is shown when no cell of a notebook does: told in the text, behind a
    figure, or in a file alone.
    `measured_by` names the function of measures/ that gives the table, `profile.by_sex`, and
    `measured_on` its day; without it the report's own list of tables does (followups/answers.py).
    """

    id: Text
    report: Text
    question: Text
    details: Text | None = None
    title: Text
    sheet: Annotated[str, Field(min_length=1, max_length=31, pattern=r"^[^\[\]:*?/\\]+$")]
    population: Text
    keys: Mapping[str, KeyDeclaration]
    measures: Mapping[str, MeasureDeclaration]
    behind: Mapping[str, MeasureDeclaration] = {}
    counts: str | Mapping[str, Any]
    measured_by: Annotated[str, Field(pattern=r"^[a-z_]+\.[a-z_]+$")] | None = None
    measured_on: Literal["reference_date", "cutoff"] = "reference_date"
    base: Text | None = None
    everybody: Text | None = None
    within: Text | None = None
    sensitive: bool = True
    headline: bool = False
    hidden_first: bool = False
    shown_in: Literal["text", "figure", "file"] | None = None
    notes: Codes = ()
    source: Text
    breaks: Text | None = None

    @property
    def judged(self) -> Mapping[str, MeasureDeclaration]:
        """The columns shown, and those behind them that decide what is shown."""
        return {**self.behind, **self.measures}

    def templates(self, codes: Mapping[str, str]) -> dict[str, Names]:
        """The name of each count and the two of each rate in the row of these codes, unfilled."""
        by = self.counts.get("by") if isinstance(self.counts, Mapping) else None
        if by is None:
            return self._by_measure(self.counts)
        assert isinstance(self.counts, Mapping)  # noqa: S101 (a `by` was found in it)
        return self._by_measure(self.counts["rows"].get(codes[by], self.counts.get("others", {})))

    def is_public(self, codes: Mapping[str, str]) -> bool:
        """Whether the row of these codes holds figures of another publication only."""
        if isinstance(self.counts, Mapping) and "by" in self.counts:
            return bool(self.counts["rows"].get(codes[self.counts["by"]]) == PUBLIC)
        return False

    def every_template(self) -> Iterator[dict[str, Names]]:
        """The same for every kind of row that the table has."""
        if isinstance(self.counts, Mapping) and "by" in self.counts:
            others = [self.counts["others"]] if "others" in self.counts else []
            for counts in (*self.counts["rows"].values(), *others):
                yield self._by_measure(counts)
        else:
            yield self._by_measure(self.counts)

    def _by_measure(self, counts: str | Mapping[str, Any]) -> dict[str, Names]:
        judged = self.judged
        if counts == PUBLIC:
            return {}
        if isinstance(counts, str):
            counted = ((name, one) for name, one in judged.items() if one.is_count)
            own: dict[str, Names] = {name: _of(counts, one) for name, one in counted}
        else:
            own = {name: _names(one) for name, one in counts.items()}
        for name, one in judged.items():
            if one.unit == "rate" and one.of and name not in own:
                part, whole = (self._named(each, own) for each in one.of)
                if part and whole:
                    own[name] = part, whole
        return own

    def _named(self, one: str, own: Mapping[str, Names]) -> str | None:
        found = self.base if one == BASE else own.get(one)
        return found if isinstance(found, str) else None

    @model_validator(mode="after")
    def _names_what_it_shows(self) -> "TableDeclaration":
        known = {*self.judged, BASE}
        for name, one in self.judged.items():
            for other in (*one.of, *one.rests_on):
                if other not in known:
                    raise ValueError(f"{name}: `{other}` is no measure of the table")
        if any(BASE in one.of for one in self.judged.values()) and self.base is None:
            raise ValueError("a rate is `of` the base, and there is no `base`")
        for names in self.every_template():
            for name, one in self.judged.items():
                if one.is_count and names and name not in names:
                    raise ValueError(f"{name}: its count has no name in `counts`")
        return self

    @model_validator(mode="after")
    def _says_who_stand_beside(self) -> "TableDeclaration":
        if any(key.outside for key in self.keys.values()) != (self.everybody is not None):
            raise ValueError("`everybody` names those of the base and the codes `outside` it")
        return self


def _of(counts: str, one: MeasureDeclaration) -> str:
    return f"{counts}/{one.part}" if one.part else counts


def _names(given: Any) -> Names:
    return given if isinstance(given, str) else (str(given[0]), str(given[1]))
