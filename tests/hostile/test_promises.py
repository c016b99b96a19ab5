"""SECURITY.md: each promise names the test that holds it, and that test is there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def test_every_promise_is_held_by_a_test_that_exists() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    named = NAMED.findall(text)
    assert len(named) > 30
    for file, name in named:
        assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8"), f"{file}::{name}"


def test_every_row_of_promises_has_its_holder() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8").partition("## What you cannot")[0]
    rows = [line for line in text.splitlines() if line.startswith("|") and not line.startswith(("| promise", "|---"))]
    assert len(rows) > 25
    assert [row for row in rows if not NAMED.search(row) and "no network code" not in row] == []
