"""SARIF: valid by the published schema in every outcome, with fingerprints that do not move with the text."""

import hashlib
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from build import coverage, evidence, judged, matrix, report, sample_report

from oms_check.gate import Policy, Requirement, decide
from oms_check.model.baseline import Baseline, BaselineEntry
from oms_check.model.coverage import Decision, Level, Report
from oms_check.reporters.sarif import render

SCHEMA_FILE = Path(__file__).parent / "sarif" / "sarif-schema-2.1.0.json"
PUBLISHED = "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e"
"""SHA-256 of the schema as OASIS publishes it."""

SCHEMA = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
PARTIAL = Policy((Requirement(Level.PARTIAL),), fail_under=60)


def decided(policy: Policy, baseline: Baseline | None = None) -> Report:
    one = sample_report()
    return replace(one, decision=decide(one.matrix, policy, baseline, today=date(2026, 11, 24)))


def with_baseline() -> Report:
    entries = (
        BaselineEntry("oms-2025", "uppsala", "omvarld", Level.MISSING, "tas upp 2027"),
        BaselineEntry("oms-2025", "uppsala", "nodstader", Level.PARTIAL),
        BaselineEntry("oms-2025", "uppsala", "energi", Level.STRONG),
        BaselineEntry("oms-2025", "gotland", "energi", Level.STRONG, line=7),
    )
    return decided(PARTIAL, Baseline("oms-baseline.toml", "region", entries))


def test_the_schema_is_the_published_one_with_its_notice() -> None:
    assert hashlib.sha256(SCHEMA_FILE.read_bytes()).hexdigest() == PUBLISHED
    notice = (SCHEMA_FILE.parent / "LICENSE.md").read_text(encoding="utf-8")
    assert PUBLISHED in notice
    assert "Copyright © OASIS Open 2023" in notice
    assert log_of(decided(PARTIAL))["$schema"] == SCHEMA["id"]


@pytest.mark.parametrize(
    "one",
    [
        report([judged()], decision=Decision(passed=True)),
        decided(Policy()),
        decided(PARTIAL),
        decided(replace(PARTIAL, allow_unreadable=True)),
        with_baseline(),
        report([judged("ö ä/å%20#?.pdf", status=judged().status)], decision=Decision(passed=True)),
    ],
    ids=["passed", "unreadable", "failed", "allowed", "baseline", "odd path"],
)
def test_every_outcome_is_valid_by_the_published_schema(one: Report) -> None:
    jsonschema.Draft4Validator(SCHEMA).validate(json.loads(render(one)))


def log_of(one: Report) -> dict[str, Any]:
    return dict(json.loads(render(one)))


def run_of(one: Report) -> dict[str, Any]:
    (run,) = log_of(one)["runs"]
    return dict(run)


def test_execution_is_successful_when_everything_could_be_checked() -> None:
    assert run_of(decided(PARTIAL))["invocations"][0]["executionSuccessful"] is False
    assert run_of(decided(replace(PARTIAL, allow_unreadable=True)))["invocations"][0]["executionSuccessful"] is True


def test_levels_are_error_note_and_a_suppressed_warning() -> None:
    levels = {(found["ruleId"].partition("/")[0], found["level"]) for found in run_of(with_baseline())["results"]}
    assert {("level", "error"), ("improvement", "note"), ("accepted", "warning")} <= levels
    (accepted,) = [found for found in run_of(with_baseline())["results"] if found["ruleId"].startswith("accepted/")]
    assert "tas upp 2027" in accepted["suppressions"][0]["justification"]


def test_every_finding_has_a_file_for_code_scanning_refuses_the_report_for_one_without() -> None:
    nothing = matrix([])
    outcomes = [
        decided(PARTIAL),
        with_baseline(),
        decided(Policy(fail_under=99)),
        decided(Policy(), Baseline("oms-baseline.toml", "strategy", ())),
        Report("0.1.0", nothing, decide(nothing, PARTIAL)),
    ]
    codes = set()
    for one in outcomes:
        run = run_of(one)
        for found in (*run["results"], *run["invocations"][0]["toolExecutionNotifications"]):
            (location,) = found["locations"]
            assert location["physicalLocation"]["artifactLocation"]["uri"]
            assert location["physicalLocation"]["region"]["startLine"] == 1
        codes |= {found["ruleId"].partition("/")[0] for found in run["results"]}
    assert {"score", "baseline", "nothing", "stale"} <= codes
    scores = [found for found in run_of(decided(Policy(fail_under=99)))["results"] if found["ruleId"] == "score"]
    uris = {found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for found in scores}
    assert uris == {"strategies/orebro/rus-2018.pdf", "strategies/uppsala/rus.pdf"}


def test_no_two_findings_share_rule_and_line_or_code_scanning_would_show_one() -> None:
    for one in (decided(PARTIAL), with_baseline()):
        run = run_of(one)
        places = [
            (found["ruleId"], found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
            for found in run["results"]
        ]
        assert len(set(places)) == len(places) > 5
        ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        assert [ids[found["ruleIndex"]] for found in run["results"]] == [found["ruleId"] for found in run["results"]]


def test_fingerprints_are_distinct_and_stay_when_the_passage_moves() -> None:
    def marks(page: int) -> list[str]:
        cell = coverage("energi", Level.MENTIONED, [evidence(page=page)])
        drawn = matrix([judged(cells=[cell])])
        one = Report("0.1.0", drawn, decide(drawn, PARTIAL))
        return [found["partialFingerprints"]["omsCheckCell/v1"] for found in run_of(one)["results"]]

    assert marks(3) == marks(7)
    assert len(set(marks(3))) == len(marks(3))
