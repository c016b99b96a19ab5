import pytest

from oms_check.errors import Problem, RuleError, did_you_mean


@pytest.mark.parametrize(
    ("word", "known", "advice"),
    [
        ("upsala", ["uppsala", "orebro"], "did you mean 'uppsala'?"),
        ("UPPSALA", ["uppsala", "orebro"], "did you mean 'uppsala'?"),
        ("fail-under", ["fail_under", "format"], "did you mean 'fail_under'?"),
        ("xyz", ["sv", "en"], "known: en, sv"),
        ("xyz", [], ""),
        ("xyz", [f"namn{i}" for i in range(100)], ""),
        ("namn1", [f"namn{i}" for i in range(5000)], ""),
    ],
)
def test_advice_for_an_unknown_word(word: str, known: list[str], advice: str) -> None:
    assert did_you_mean(word, known) == advice


def test_a_rule_error_tells_the_first_problem_and_how_many_more() -> None:
    first = Problem("a.yaml", 3, 7, "fel", "gör om")
    error = RuleError((first, Problem("a.yaml", 0, 0, "mer")))
    assert str(error) == "a.yaml:3:7: fel (and 1 more)"
    assert (error.advice, [problem.place for problem in error.problems]) == ("gör om", ["a.yaml:3:7", "a.yaml"])
