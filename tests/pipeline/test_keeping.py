"""What was found comes back as it was, under a key that names all it depends on; anything else is not found."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from build import evidence, near_miss

from oms_check.cache import Cache
from oms_check.model.document import Page, PageHealth, PlacedBox, Status
from oms_check.model.evidence import Citation, Matches, Stance
from oms_check.model.strategy import Region, Strategy
from oms_check.pipeline.keeping import Facts, Found, code_digest, found_key, keep, kept

KEY = "a" * 64
BOX = PlacedBox(1, 0.1, 1 / 3, 5.0, 6.0)
STRATEGY = Strategy("a/b.pdf", Path("/x/a/b.pdf"), title="Känd")
FOUND = Found(
    replace(STRATEGY, region="orebro", region_guessed=True, kind="rus", year=2022),
    Facts("b" * 64, Status.NOT_SWEDISH, (Page(1, PageHealth.GARBLED, 595.5, 842.0, ("en not",)),), "nb", ("x",)),
    Matches(
        (evidence("energi"), replace(evidence("digital", stance=Stance.AGAINST), boxes=(BOX,))),
        (near_miss("energi"),),
        (Citation("oms", (1, 2)),),
    ),
)


def test_it_comes_back_equal(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    assert kept(cache, KEY, STRATEGY) is None
    keep(cache, KEY, FOUND)
    assert kept(cache, KEY, STRATEGY) == FOUND


def test_where_the_file_lies_is_the_callers_to_say(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    keep(cache, KEY, FOUND)
    elsewhere = replace(STRATEGY, file=None, stdin=b"%PDF-")
    assert kept(cache, KEY, elsewhere) == replace(FOUND, strategy=replace(FOUND.strategy, file=None, stdin=b"%PDF-"))


@pytest.mark.parametrize("data", [b"", b"[]", b"[{},[],[]]", b'[{"annat":1},[],[]]', b'{"a":1}', b"[{},7,8]", b"\xff"])
def test_another_form_is_nothing(tmp_path: Path, data: bytes) -> None:
    cache = Cache(tmp_path)
    cache.put(KEY, data)
    assert kept(cache, KEY, STRATEGY) is None


def test_an_unknown_value_is_nothing(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    keep(cache, KEY, FOUND)
    data = cache.get(KEY)
    assert data is not None
    cache.put(KEY, data.replace(b'"against"', b'"sideways"'))
    assert kept(cache, KEY, STRATEGY) is None


def test_the_key_names_all_that_matters() -> None:
    regions = (Region("orebro", "Region Örebro län"),)
    keys = {
        found_key(KEY, STRATEGY, "r", regions),
        found_key("c" * 64, STRATEGY, "r", regions),
        found_key(KEY, STRATEGY, "s", regions),
        found_key(KEY, STRATEGY, "r", ()),
        found_key(KEY, replace(STRATEGY, path="orebro/b.pdf"), "r", regions),
        found_key(KEY, replace(STRATEGY, region="gavleborg"), "r", regions),
        found_key(KEY, replace(STRATEGY, year=2021), "r", regions),
    }
    assert len(keys) == 7
    assert found_key(KEY, replace(STRATEGY, file=None), "r", regions) in keys
    assert found_key(KEY, replace(STRATEGY, path="fel-\udce4.pdf"), "r", regions)
    assert len(code_digest()) == 64


def test_a_second_check_says_the_same_without_matching(checkout: Path, tmp_path: Path) -> None:
    code = (
        "import sys; sys.argv = ['oms-check', 'check', 'strategies/orebro', '-f', 'json', '--cache-dir', sys.argv[1]]\n"
        "from oms_check.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print('\\n' + ' '.join(sorted(sys.modules)), file=sys.stderr)"
    )
    told, loaded = [], []
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", code, tmp_path], cwd=checkout, capture_output=True, text=True, check=True
        )
        told.append(json.loads(done.stdout))
        loaded.append(set(done.stderr.splitlines()[-1].split()))
    assert told[0] == told[1]
    matching = {"oms_check.matching", "rapidfuzz"}
    assert matching <= loaded[0]
    assert not (matching | {"pypdfium2"}) & loaded[1]
