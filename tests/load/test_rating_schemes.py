"""Schemes of rating as data/targets.csv gives them; the numbers are from an independent script."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from boardpack.analysis.formatting import band_words
from boardpack.analysis.rating import STATED, level_letter, rate
from boardpack.load.loader import load
from boardpack.load.project import Project
from boardpack.load.rating_schemes import PLACES, levels_of
from boardpack.model.indicator import Target
from boardpack.model.observation import ValueStatus
from boardpack.model.pack import Pack
from boardpack.model.rating import Tone, Unrated
from boardpack.words import english
from tests.support.projects import FILES, write_project

HEAD = "ref,from,to,target,status,comparator,value,of,green,amber,methodology,reason,scheme,levels,profile"
NOT_SET = [
    f"{ref},,,,not set,,,,,,,No target is set.,,," for ref in ("P1", "LAC 19", "CL 1", "CL 2", "CL 1a")
]


def pack_with(folder: Path, row: str, polarity: str = "BIB", *, settings: str = "", more: str = "") -> Pack:
    """The good project with one target, for the average W 1 a."""
    indicators = FILES["data/indicators.csv"].replace(
        "workforce,SIB,average", f"workforce,{polarity},average"
    )
    files: dict[str, str | bytes | None] = {
        "data/targets.csv": "\n".join([HEAD, f"W 1 a,2017-04,2018-03,{row}", *NOT_SET, ""]),
        "data/indicators.csv": indicators,
        "data/pack.toml": f"{FILES['data/pack.toml']}\n{settings}",
        "data/targets-2017-18.csv": more or None,
        "data/overrides.csv": None,
    }
    loaded = load(write_project(folder, files))
    assert [finding for finding in loaded.findings if finding.rule != "tolerance-zero"] == []
    assert loaded.pack is not None
    return loaded.pack


def words(pack: Pack, value: str, scale: int = 1) -> str:
    """What a value of the pack's month is rated."""
    key = ("W1A", pack.period)
    cells = {**pack.observations, key: replace(pack.observations[key], value=Decimal(value) * scale)}
    return rate(replace(pack, observations=cells), "W1A", pack.period).word


@pytest.mark.parametrize(
    ("row", "polarity", "rated"),
    [
        ("90,set,,90,,,5% of target,,,tolerance,,", "BIB",
         {"90": "Green", "86": "Amber", "85.5": "Amber", "85.4": "Red"}),
        ("22,set,,22,,,5% of target,,,tolerance,,", "SIB", {"22": "Green", "23.1": "Amber", "23.2": "Red"}),
        ("0,set,,0,,,5% of target,,,tolerance,,", "SIB", {"0": "Green", "1": "Red"}),
        ("90,set,,90,,,5 points,,,tolerance,,", "BIB", {"85": "Amber", "84.9": "Red"}),
        ("90,set,,90,,,80,,,floor,,", "BIB", {"90": "Green", "80": "Amber", "79.9": "Red"}),
        ("95 to 105,set,,,,95 to 105,90 to 110,,,range,,", "close to target",
         {"95": "Green", "105": "Green", "94.9": "Amber", "110": "Amber", "89": "Red", "111": "Red"}),
        ("100,set,,100,,,5%,,,tolerance,,", "close to target", {"95": "Green", "105": "Green", "106": "Red"}),
    ],
)  # fmt: skip
def test_each_scheme_rates_as_it_says(row: str, polarity: str, rated: dict[str, str], tmp_path: Path) -> None:
    pack = pack_with(tmp_path, row, polarity)
    assert {value: words(pack, value) for value in rated} == rated


BRAG = '[ratings]\nlevels = ["Blue", "Green", "Amber", "Red"]\n'


def test_levels_have_their_own_words_and_thresholds(tmp_path: Path) -> None:
    pack = pack_with(tmp_path, "90,set,,90,,,,,,,100; 90; >80,", settings=BRAG)
    expected = {"100": "Blue", "99.9": "Green", "90": "Green", "80": "Red", "80.1": "Amber"}
    assert {value: words(pack, value) for value in expected} == expected
    assert [level_letter(level, pack.levels) for level in pack.levels] == ["B", "G", "A", "R"]


def test_bands_in_a_pack_of_levels_take_the_level_of_their_colour(tmp_path: Path) -> None:
    pack = pack_with(tmp_path, "90,set,>=,90,,90,80,,,,,", settings=BRAG)
    assert words(pack, "95") == "Green"
    own = '[ratings]\nlevels = ["On track", "At risk", "Off track"]\n'
    pack = pack_with(tmp_path / "own", "90,set,>=,90,,90,80,,,,,", settings=own)
    assert [words(pack, value) for value in ("95", "85", "70")] == ["On track", "At risk", "Off track"]
    assert [level_letter(level, pack.levels) for level in pack.levels] == ["On", "A", "Of"]


@pytest.mark.parametrize("number", range(2, 7))
def test_two_to_six_levels_each_have_a_tone_of_their_own(number: int) -> None:
    levels = levels_of([f"Level {place}" for place in range(number)])
    tones = [level.tone for level in levels]
    assert tones == list(PLACES[number])
    assert len(set(tones)) == number
    assert tones == sorted(tones, key=list(Tone).index)


def test_a_trajectory_gives_each_month_its_target(tmp_path: Path) -> None:
    head = "ref," + ",".join(f"{m} 2017" for m in ["Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct"])
    pack = pack_with(tmp_path, "95,set,>=,95,,95,90,,,,,", more=f"{head}\nW 1 a,72,75,77,79,81,83,84.6\n")
    now = target_of(pack, 0)
    assert (now.published, now.value, now.of_period) == ("84.6", Decimal("84.6"), pack.period)
    assert [words(pack, value) for value in ("84.6", "84.5", "79.6", "79.5")] == [
        "Green",
        "Amber",
        "Amber",
        "Red",
    ]
    assert target_of(pack, -6).value == 72


def target_of(pack: Pack, steps: int) -> Target:
    target = pack.target("W1A", pack.period.plus(steps))
    assert target is not None
    return target


def test_an_annual_limit_is_spread_over_its_year(tmp_path: Path) -> None:
    pack = pack_with(tmp_path, "88,set,<=,88,,88,90,,,,,equal", "SIB")
    values = [target_of(pack, step).value for step in range(-6, 1)]
    assert [int(value) for value in values[:4] if value is not None] == [7, 14, 22, 29]
    assert target_of(pack, 0).annual == 88


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("90%,set,,90,,,5%,,,tolerance,,", "tolerance-unclear"),
        ("0,set,,0,,,5% of target,,,tolerance,,", "tolerance-zero"),
        ("90,set,,90,,,,,,tolerance,,", "band-half"),
        ("90,set,,90,,,,,,floor,,", "band-half"),
        ("90,set,,90,,,,,,,90; 80,", "levels-count"),
        ("90,set,,90,,,80,,,fence,,", "word-unknown"),
    ],
)
def test_what_cannot_be_a_threshold_is_found(row: str, rule: str, tmp_path: Path) -> None:
    indicators = FILES["data/indicators.csv"].replace("workforce,SIB,average,1", "workforce,BIB,percent,1")
    files: dict[str, str | bytes | None] = {
        "data/targets.csv": "\n".join([HEAD, f"W 1 a,2017-04,2018-03,{row}", *NOT_SET, ""]),
        "data/indicators.csv": indicators,
    }
    assert rule in {finding.rule for finding in load(write_project(tmp_path, files)).findings}


def test_no_worse_than_last_year_is_amber(tmp_path: Path) -> None:
    pack = pack_with(tmp_path, "90,set,,90,,,10% of target or no worse than last year,,,tolerance,,")
    key = ("W1A", pack.period.same_last_year)
    before = replace(pack.observations["W1A", pack.period], value=Decimal(70), period=key[1])
    pack = replace(pack, observations={**pack.observations, key: before})
    assert [words(pack, value) for value in ("90", "81", "70", "69")] == ["Green", "Amber", "Amber", "Red"]


def test_an_override_names_a_level_of_the_pack(tmp_path: Path) -> None:
    settings = '[ratings]\nlevels = ["On track", "At risk", "Off track"]\n'
    pack_with(tmp_path, "90,set,>=,90,,90,80,,,,,", settings=settings.replace("At risk", "Green"))
    overrides = "ref,month,rating,reason,role\nW 1 a,2017-10,{},Counted late,Director\n"
    (tmp_path / "data/pack.toml").write_text(f"{FILES['data/pack.toml']}\n{settings}")
    (tmp_path / "data/overrides.csv").write_text(overrides.format("at risk"))
    loaded = load(Project(tmp_path))
    assert loaded.pack is not None
    assert rate(loaded.pack, "W1A", loaded.pack.period).word == "At risk"
    (tmp_path / "data/overrides.csv").write_text(overrides.format("Amber"))
    assert "word-unknown" in {finding.rule for finding in load(Project(tmp_path)).findings}


SCHEMES_OF_LAST_YEAR = {
    "bands": "90,set,,90,,{green},80{amber},,,,,",
    "floor": "90,set,,90,,{green},80{amber},,,floor,,",
    "tolerance": "90,set,,90,,{green},10 points{amber},,,tolerance,,",
}


@pytest.mark.parametrize("scheme", SCHEMES_OF_LAST_YEAR)
def test_no_better_than_last_year_is_amber_and_no_worse_is_too(scheme: str, tmp_path: Path) -> None:
    green = "if better than last year" if scheme != "bands" else "90 if better than last year"
    row = SCHEMES_OF_LAST_YEAR[scheme].format(green=green, amber=" or no worse than last year")
    pack = pack_with(tmp_path, row)
    assert [words(pack, value) for value in ("95", "80", "79")] == ["Green", "Amber", "Red"]
    key = ("W1A", pack.period.same_last_year)
    seen = replace(pack.observations["W1A", pack.period], period=key[1])
    of = {
        before: replace(pack, observations={**pack.observations, key: replace(seen, value=Decimal(before))})
        for before in (94, 70)
    }
    assert [words(of[94], value) for value in ("95", "94", "93", "79")] == ["Green", "Amber", "Amber", "Red"]
    assert [words(of[70], value) for value in ("95", "79", "70", "69")] == ["Green", "Amber", "Amber", "Red"]
    indicator, target = pack.indicator("W1A"), pack.target("W1A", pack.period)
    assert indicator is not None
    assert target is not None
    assert band_words(pack, indicator, target) == (
        "Green: 90 or more and better than last year; Amber: 80 or more, or no worse than last year; "
        "Red: otherwise"
    )


def why(pack: Pack, value: str = "95") -> tuple[Unrated | None, str]:
    key = ("W1A", pack.period)
    cells = {**pack.observations, key: replace(pack.observations[key], value=Decimal(value))}
    rating = rate(replace(pack, observations=cells), "W1A", pack.period)
    return rating.why, rating.reason


PLAIN = "90,set,,90,,90,80,,,,,"


def test_a_target_of_the_years_end_is_not_rated_before_it(tmp_path: Path) -> None:
    pack = pack_with(tmp_path, "88,set,,88,,88,80,,,,,year end")
    assert why(pack) == (Unrated.TARGET_NOT_DUE, "its target is for the end of the year")
    march = pack.year.months[-1]
    last = replace(pack.observations["W1A", pack.period], period=march, value=Decimal(90))
    pack = replace(pack, period=march, observations={**pack.observations, ("W1A", march): last})
    assert rate(pack, "W1A", march).word == "Green"


def test_a_provisional_figure_is_not_rated_where_the_pack_says_so(tmp_path: Path) -> None:
    for folder, settings, expected in (
        (
            "said",
            '[ratings]\nunrated = ["provisional"]\n',
            (Unrated.PROVISIONAL, "the figure is provisional"),
        ),
        ("not", "", (None, "")),
    ):
        pack = pack_with(tmp_path / folder, PLAIN, settings=settings)
        key = ("W1A", pack.period)
        seen = replace(pack.observations[key], status=ValueStatus.PROVISIONAL)
        assert why(replace(pack, observations={**pack.observations, key: seen})) == expected


def test_a_new_definition_is_not_rated_by_the_target_of_the_old_one(tmp_path: Path) -> None:
    pack = pack_with(tmp_path, PLAIN, settings='[ratings]\nunrated = ["new definition"]\n')
    assert why(pack) == (None, "")
    indicator = pack.indicator("W1A")
    assert indicator is not None
    newer = replace(indicator.definitions[0], start=pack.period, version="new")
    changed = replace(indicator, definitions=(*indicator.definitions, newer))
    indicators = tuple(changed if one.ref == "W1A" else one for one in pack.indicators)
    assert why(replace(pack, indicators=indicators))[0] is Unrated.NEW_DEFINITION


def test_a_person_can_withhold_a_rating(tmp_path: Path) -> None:
    pack_with(tmp_path, PLAIN)
    row = "ref,month,rating,reason,role\nW 1 a,2017-10,Not rated,Two returns are in doubt,Head of Data\n"
    (tmp_path / "data/overrides.csv").write_text(row)
    pack = load(Project(tmp_path)).pack
    assert pack is not None
    rating = rate(pack, "W1A", pack.period)
    assert (rating.why, rating.reason) == (Unrated.WITHHELD, "Two returns are in doubt (Head of Data)")


def test_what_cannot_be_unrated_is_found(tmp_path: Path) -> None:
    files: dict[str, str | bytes | None] = {
        "data/pack.toml": f'{FILES["data/pack.toml"]}\n[ratings]\nunrated = ["everything"]\n'
    }
    assert "ratings-wrong" in {finding.rule for finding in load(write_project(tmp_path, files)).findings}


def test_every_reason_for_no_rating_has_words() -> None:
    """Those that a value's status words are printed in the status's own."""
    for reason in Unrated:
        key = f"rating_reason.{reason.name.lower()}"
        assert key in english().entries or reason in STATED or reason is Unrated.WITHHELD, reason


@pytest.mark.parametrize(
    ("unit", "row", "rated"),
    [
        ("hh:mm", "12:00,set,,12:00,,,00:30,,,tolerance,,",
         {"43200": "Green", "45000": "Amber", "45060": "Red"}),
        ("hh:mm:ss", "00:30:00,set,,00:30:00,,,00:05:00,,,tolerance,,",
         {"1800": "Green", "2100": "Amber", "2101": "Red"}),
        ("weeks", "18,set,,18,,,2 weeks,,,tolerance,,", {"18": "Green", "20": "Amber", "20.1": "Red"}),
        ("days", "20,set,,20,,,1 day,,,tolerance,,", {"20": "Green", "21": "Amber", "22": "Red"}),
    ],
)  # fmt: skip
def test_a_tolerance_may_be_in_the_units_own_time(
    unit: str, row: str, rated: dict[str, str], tmp_path: Path
) -> None:
    files: dict[str, str | bytes | None] = {
        "data/targets.csv": "\n".join([HEAD, f"W 1 a,2017-04,2018-03,{row}", *NOT_SET, ""]),
        "data/indicators.csv": FILES["data/indicators.csv"].replace("SIB,average,1", f"SIB,{unit},0"),
    }
    pack = load(write_project(tmp_path, files)).pack
    assert pack is not None
    key = ("W1A", pack.period)
    seen = pack.observations[key]
    for value, word in rated.items():
        cells = {**pack.observations, key: replace(seen, value=Decimal(value), status=ValueStatus.FINAL)}
        assert rate(replace(pack, observations=cells), "W1A", pack.period).word == word, value
