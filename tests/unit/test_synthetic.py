"""The twin city, measured here a second time in plain pandas, straight from the definitions."""

import io
from pathlib import Path
from typing import TypeAlias

import pandas as pd
import pyarrow as pa
import pytest

from fsb_lib.base.errors import UsageError
from fsb_lib.domain.contract import TABLES
from fsb_lib.synthetic import twin_city
from fsb_lib.synthetic.files.delivery_writer import write_delivery

GROUPS = ["misbrugere_i_behandling", "handicappede", "psykisk_syge_og_oevrigt_udsatte"]
COLUMNS = ["1", "2", "3", "4", "5", "ikke_matchet"]
MATCHED = ["kontanthjaelp", "starthjaelp", "uddannelseshjaelp", "revalideringsydelse"]
LOW = [("match5", "4"), ("match5", "5"), ("match3", "2"), ("match3", "3")]
LOW += [("visitation", "aktivitetsparat")]
PASSIVE = ["mentor", "samtale"]
City: TypeAlias = dict[str, pd.DataFrame]
CONTROL = [4, 3, 2, 7, 6, 5, 4, 3, 2, 1]
PUBLISHED_2007 = """
misbrugere_i_behandling             7   11   43  510  199  113   883
handicappede                        0    3    3   65   32  135   238
psykisk_syge_og_oevrigt_udsatte    52  128  272 1841  710  439  3442
uden_saerlige_behov               195  474  616 1849  529  658  4321
sof_i_alt                         254  616  934 4265 1470 1345  8884
bif_i_alt                        1555 2733 2393 8400 2619 7315 25015
"""


@pytest.fixture(scope="module")
def tables() -> dict[str, pa.Table]:
    return twin_city()


@pytest.fixture(scope="module")
def city(tables: dict[str, pa.Table]) -> City:
    """Frames linked by `person`: the last number, or one register's own."""
    frames = {name: rows.to_pandas(date_as_object=False) for name, rows in tables.items()}
    changed = frames["cpr_skift"].set_index("gammelt_cpr")["nyt_cpr"]
    for name, frame in frames.items():
        if "cpr" in frame:
            person = frame["cpr"].map(changed).fillna(frame["cpr"])
            own = person.str[:1].isin(list("6789")) | ~person.str.isdigit()
            frame["person"] = person.where(~own, name[:3].replace("per", "bif") + person)
    frames["held"] = assessments(frames["bif_matchvurderinger"])
    return frames


def covering(frame: pd.DataFrame, on: str) -> pd.DataFrame:
    return frame[(frame["fra"] <= on) & (frame["til"].isna() | (frame["til"] >= on))]


def assessments(frame: pd.DataFrame) -> pd.DataFrame:
    """One spell per person and day: a code before none, low before others, newest system."""
    frame = frame.assign(fra=frame["vurderet"])
    frame["low"] = pd.MultiIndex.from_frame(frame[["system", "kode"]]).isin(LOW)
    frame["newness"] = frame["system"].map({"match5": 0, "match3": 1, "visitation": 2})
    frame["coded"] = frame["kode"].notna()
    frame = frame.sort_values(["person", "vurderet", "coded", "low", "newness"])
    frame = frame.drop_duplicates(["person", "vurderet"], keep="last")
    frame["til"] = frame.groupby("person")["vurderet"].shift(-1) - pd.Timedelta(days=1)
    return frame


def snapshot(city: City, on: str) -> pd.DataFrame:
    """Recipients on a day: target group, code and whether a matched benefit covers it."""
    benefits = covering(city["bif_ydelser"], on)
    matched = benefits["ydelse"].isin(MATCHED).rename("matched")
    people = matched.groupby(benefits["person"]).max().to_frame()
    cases = covering(city["sof_sager"], on)
    order = pd.Categorical(cases["maalgruppe"], [*GROUPS, "uden_saerlige_behov"], ordered=True)
    group = cases.assign(rank=order.codes).sort_values("rank").drop_duplicates("person")
    people["group"] = group.set_index("person")["maalgruppe"]
    held = covering(city["held"], on).set_index("person")
    people["code"], people["low"] = held["kode"], held["low"]
    return people


def focus(city: City, on: str) -> pd.DataFrame:
    return snapshot(city, on).query("matched and low == True and group in @GROUPS")


def activated(city: City, on: str) -> pd.Series:
    groups = focus(city, on)["group"]
    doing = covering(city["bif_indsatser"].query("indsats not in @PASSIVE"), on)["person"]
    return groups[groups.index.isin(doing)].value_counts().reindex(GROUPS, fill_value=0)


def focus_spells(city: City) -> pd.DataFrame:
    """Days on which one benefit, case and assessment put a person in; stretches may overlap."""
    benefits = city["bif_ydelser"].query("ydelse in @MATCHED")
    cases = city["sof_sager"].query("maalgruppe in @GROUPS")
    held = city["held"].query("low")[["person", "fra", "til"]].add_suffix("_held")
    joined = benefits.merge(cases, on="person", suffixes=("", "_case"))
    joined = joined.merge(held, left_on="person", right_on="person_held")
    joined["first"] = joined[["fra", "fra_case", "fra_held"]].max(axis=1)
    joined["last"] = (
        joined[["til", "til_case", "til_held"]].fillna(pd.Timestamp("2100-01-01")).min(axis=1)
    )
    return joined[joined["first"] <= joined["last"]]


def run_starts(city: City) -> pd.DataFrame:
    """Each unbroken run of any benefit: person, start, stop; 28 days without do not break it."""
    spells = city["bif_ydelser"].fillna({"til": pd.Timestamp("2100-01-01")})
    spells = spells.sort_values(["person", "fra"])
    reached = spells.groupby("person")["til"].cummax().groupby(spells["person"]).shift()
    spells["run"] = ((spells["fra"] - reached).dt.days > 29).cumsum()
    runs = spells.groupby(["person", "run"], as_index=False)
    return runs.agg(start=("fra", "min"), stop=("til", "max"))


def focus_of_2014(city: City) -> pd.DataFrame:
    """Persons of the profile year, with their last day in the population in it."""
    spells = focus_spells(city)
    spells = spells[(spells["first"] < "2015-01-01") & (spells["last"] >= "2014-01-01")]
    spells["last_day"] = spells["last"].clip(upper=pd.Timestamp("2014-12-31"))
    return spells.groupby("person", as_index=False)["last_day"].max()


def test_the_table_of_november_2007_is_the_published_one(city: City) -> None:
    people = snapshot(city, "2007-11-15")
    column = people["code"].where(people["matched"]).fillna("ikke_matchet")
    rows = pd.crosstab(people["group"].fillna("bif"), column).reindex(columns=COLUMNS)
    rows.loc["bif_i_alt"] = rows.sum()
    rows.loc["sof_i_alt"] = rows.loc["bif_i_alt"] - rows.loc["bif"]
    rows["i_alt"] = rows.sum(axis=1)
    published = pd.read_csv(io.StringIO(PUBLISHED_2007), sep=r"\s+", header=None, index_col=0)
    assert rows.loc[published.index].to_numpy().tolist() == published.to_numpy().tolist()
    assert len(focus(city, "2007-11-15")) == 709 + 97 + 2551 == 3357


def test_activated_in_2007_give_the_published_rates(city: City) -> None:
    assert activated(city, "2007-11-15").tolist() == [128, 20, 485]


def test_one_activation_target_is_reached_and_two_are_not(city: City) -> None:
    days = ("2009-11-15", "2010-11-15", "2011-11-15")
    rates = [activated(city, day).sum() / len(focus(city, day)) for day in days]
    assert [rates[0] >= 0.40, rates[1] >= 0.50, rates[2] >= 0.60] == [False, True, False]


def test_plan_offers_reach_the_target_of_2009_only(city: City) -> None:
    offers = (
        city["sof_handleplaner"]
        .dropna(subset="tilbudt")
        .merge(focus_spells(city), "left", on="person")
    )
    inside = offers["tilbudt"].between(offers["first"], offers["last"])
    first_offer = offers[inside & (offers["tilbudt"] >= "2009")].groupby("person")["tilbudt"].min()
    cumulative = [int((first_offer.dt.year <= year).sum()) for year in (2009, 2010, 2011)]
    assert [cumulative[0] >= 1000, cumulative[1] >= 2000, cumulative[2] >= 3500] == [
        True,
        False,
        False,
    ]
    assert len(first_offer) < offers["person"].nunique()


def test_the_persons_of_2014_are_those_of_the_note(city: City) -> None:
    people = focus_of_2014(city)
    number = people["person"].str
    assert len(people) == 4260
    assert round(number[-1].isin(list("13579")).sum() / 4260, 2) == 0.63
    born = pd.to_datetime(number[:4] + "19" + number[4:6], format="%d%m%Y")
    assert round((born > "1984-12-31").sum() / 4260, 2) == 0.25
    runs = people.merge(run_starts(city), on="person")
    runs = runs[runs["last_day"].between(runs["start"], runs["stop"])]
    short = runs["start"] + pd.DateOffset(years=3) > runs["last_day"]
    assert (len(short), round(short.sum() / 4260, 2)) == (4260, 0.60)


def gaps_between(city: City, first: str, last: str) -> pd.Series:
    """Breaks of a run per person, of those in focus on both days."""
    runs = run_starts(city)
    runs = runs[runs["start"].between(pd.Timestamp(first), pd.Timestamp(last))]
    both = focus(city, first).index.intersection(focus(city, last).index)
    return runs.groupby("person").size().reindex(both, fill_value=0)


def test_some_lose_their_benefit_again_and_again_between_two_measurements(city: City) -> None:
    """2.5 per cent of 3,000 is 75, a few of them with one more; none in the years of S5."""
    assert 50 <= (gaps_between(city, "2010-11-15", "2011-11-15") >= 2).sum() <= 100
    assert not (gaps_between(city, "2013-11-15", "2014-11-15") >= 2).any()


def test_some_exits_to_work_and_education_do_not_last(city: City) -> None:
    exits = city["bif_afgange"].query("udfald in ['ordinaert_arbejde', 'uddannelse']")
    exits = exits[exits["dato"].between(pd.Timestamp("2009-11-16"), pd.Timestamp("2010-11-14"))]
    starts = run_starts(city).merge(exits, on="person")
    back = starts[(starts["start"] > starts["dato"]) & (starts["start"] < "2010-11-15")]
    assert 0.05 < back["person"].nunique() / len(exits) < 0.2


def test_no_number_can_belong_to_anybody(tables: dict[str, pa.Table]) -> None:
    numbers = pd.concat([tables[t.name][t.cpr_columns[0]].to_pandas() for t in TABLES])
    numbers = numbers.drop_duplicates()
    real = numbers[numbers.str.isdigit() & (numbers.str[0] < "4")]
    digits = real.str.split("", expand=True)[range(1, 11)].astype(int)
    assert ((digits * CONTROL).sum(axis=1) % 11 != 0).all()
    assert not real.str.startswith("0101").any()
    assert real.str[6].isin(list("0123")).all(), "all born in the nineteen hundreds"
    assert 0 < len(numbers) - len(real) < 0.02 * len(numbers)


def test_no_row_is_delivered_twice_and_no_spell_ends_before_it_starts(city: City) -> None:
    for frame in city.values():
        assert not frame.duplicated().any()
        if "fra" in frame:
            assert not (frame["til"] < frame["fra"]).any()


def test_every_table_has_the_columns_of_the_contract(tables: dict[str, pa.Table]) -> None:
    expected = {table.name: list(table.required_columns) for table in TABLES}
    assert {name: rows.schema.names for name, rows in tables.items()} == expected


def test_rows_go_on_after_the_last_reference_date(city: City) -> None:
    for name in ("bif_ydelser", "sof_sager", "held"):
        assert city[name]["fra"].max() >= pd.Timestamp("2015-03-01"), name


def test_schemes_at_the_end_of_2014_are_those_of_the_note(city: City) -> None:
    there = covering(city["samarbejde"], "2014-12-31")
    persons = there.groupby("ordning")["person"].nunique()
    assert persons["ressourceforloeb"] == 494
    by_sof = there[there["koordinator"].eq("SOF")].groupby("ordning")["person"].nunique()
    assert 494 / 4 <= by_sof["ressourceforloeb"] <= 494 / 3
    assert persons["udskrivningskoordinator"] == 94
    assert persons["kontaktmodel"] == 70
    assert persons["videosamtale"] == 12


def test_the_same_seed_gives_the_same_city_and_another_seed_another() -> None:
    small = twin_city(1000, seed=1)
    assert twin_city(1000, seed=1) == small
    assert twin_city(1000, seed=2)["personer"] != small["personer"]


def test_a_smaller_city_keeps_the_proportions() -> None:
    frames = {n: rows.to_pandas(date_as_object=False) for n, rows in twin_city(5003).items()}
    there = covering(frames["bif_ydelser"], "2007-11-15")
    assert there["cpr"].nunique() == 5003
    with pytest.raises(UsageError):
        twin_city(10)


def test_a_delivery_is_danish_text_and_says_what_it_is(tmp_path: Path) -> None:
    target = tmp_path / "by"
    write_delivery(twin_city(400), target)
    write_delivery(twin_city(300, seed=5), target)
    assert "seed): 5" in (target / "SYNTETISK").read_text(encoding="utf-8")
    header, row = (target / "bif_indsatser.csv").read_text(encoding="utf-8").splitlines()[:2]
    assert header == "cpr;indsats;fra;til"
    number, _, first, _ = row.split(";")
    assert (number[6], pd.to_datetime(first, format="%d-%m-%Y").year) == ("-", 2006)
    assert [path.name for path in tmp_path.iterdir()] == ["by"]


def test_a_folder_that_is_not_ours_is_never_overwritten(tmp_path: Path) -> None:
    small = twin_city(300)
    write_delivery(small, tmp_path / "by")
    (tmp_path / "by" / "noter.txt").write_text("mine egne", encoding="utf-8")
    for folder in (tmp_path, tmp_path / "by"):
        with pytest.raises(UsageError):
            write_delivery(small, folder)
    assert (tmp_path / "by" / "noter.txt").read_text(encoding="utf-8") == "mine egne"
