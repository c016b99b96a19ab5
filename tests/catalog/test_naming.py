from pathlib import Path

from hypothesis import assume, given
from hypothesis import strategies as st

from oms_check.catalog.naming import Reached, names

HERE = Path("/hem/arbete")

part = st.sampled_from(["a", "b", "hem", "arbete", "o\u0308", "ö", "x\udcff"])
folders = st.lists(part, min_size=0, max_size=4).map(lambda parts: Path("/", *parts))


@st.composite
def files(draw: st.DrawFn) -> Reached:
    argument = draw(folders)
    inside = draw(st.lists(part, min_size=1, max_size=2))
    file = argument.joinpath(*inside)
    assume(file not in (HERE, *HERE.parents))  # folders themselves
    return Reached(file, draw(st.sampled_from([argument, file])))


@given(st.lists(files(), min_size=1, max_size=6, unique_by=lambda one: one.file))
def test_no_two_files_are_named_alike(reached: list[Reached]) -> None:
    named = names(reached, HERE)
    # Forms of one character that meet in one folder keep their own; nothing else may be alike.
    assert len(set(named)) == len(named)
    for one, name in zip(reached, named, strict=True):
        last = one.file.name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
        assert name.split("/")[-1] in (last, last.replace("o\u0308", "ö"), one.file.name)
