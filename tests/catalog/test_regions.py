import pytest

from oms_check.catalog.regions import find_region, load_regions, region_named, regions_of
from oms_check.errors import RuleError, UsageError
from oms_check.yamlfile.reading import read_yaml

REGIONS = load_regions()


def test_the_seven_counties_have_all_their_kommuner_and_the_union_has_none() -> None:
    assert {region.id: len(region.municipalities) for region in REGIONS} == {
        "stockholm": 26,
        "uppsala": 8,
        "sormland": 9,
        "ostergotland": 13,
        "orebro": 12,
        "vastmanland": 10,
        "gavleborg": 10,
        "malardalsradet": 0,
    }
    assert [region.id for region in REGIONS if region.optional] == ["malardalsradet"]
    assert [region.code for region in REGIONS] == ["01", "03", "04", "05", "18", "19", "21", ""]


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("uppsala", "uppsala"),
        ("UPPSALA", "uppsala"),
        ("Region Uppsala", "uppsala"),
        ("sodermanland", "sormland"),
        ("Södermanlands län", "sormland"),
        ("Sörmland", "sormland"),
        ("o\u0308rebro", "orebro"),  # decomposed, as macOS names files
        ("Örebro län", "orebro"),
        ("region-orebro-lan", "orebro"),
        ("ebs", "malardalsradet"),
        ("En Bättre Sits", "malardalsradet"),
        ("Gävle", None),
        ("03", None),
        ("", None),
        ("---", None),
    ],
)
def test_a_region_is_found_by_any_spelling_of_its_names(name: str, region: str | None) -> None:
    found = find_region(name, REGIONS)
    assert (found.id if found else None) == region


def test_an_unknown_region_is_a_usage_error_with_advice() -> None:
    with pytest.raises(UsageError, match="no region is called 'upsala'") as caught:
        region_named("upsala", REGIONS)
    assert caught.value.advice == "did you mean 'uppsala'?"


def test_a_region_list_tells_its_mistakes_at_their_places() -> None:
    text = """\
schema: oms-check/regions@1
regions:
  - {id: a, name: Region A, code: 01, municipalities: [Ale]}
  - {id: b, name: Region B, alias: [x], aliases: [Region A], municipalities: [Ale, no]}
"""
    with pytest.raises(RuleError) as caught:
        regions_of(read_yaml(text.encode(), "regions.yaml"))
    assert [(p.line, p.column, p.message) for p in caught.value.problems] == [
        (3, 35, "'01' is read as a whole number, expected text"),
        (4, 29, "unknown key 'alias' in a region"),
        (4, 51, "region 'Region A' is in two regions"),
        (4, 79, "kommun 'Ale' is in two regions"),
        (4, 84, "'no' is read as true or false, expected text"),
    ]
