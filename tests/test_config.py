import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oms_check.config import Config, Setting, load_config
from oms_check.config.file import SHAPES
from oms_check.config.values import KEYS
from oms_check.errors import ConfigError
from oms_check.model.coverage import Level
from oms_check.model.policy import Override, Requirement


@pytest.fixture(autouse=True)
def working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder two below a repository's root, with a home of its own far away."""
    folder = tmp_path / "repo" / "a" / "b"
    folder.mkdir(parents=True)
    (tmp_path / "repo" / ".git").mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(tmp_path / "hem"))
    return folder


def here(environ: dict[str, str] | None = None, explicit: str | None = None) -> Config:
    return load_config(Path(explicit) if explicit else None, environ or {}, Path.cwd())


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_without_a_file_every_setting_is_a_default() -> None:
    config = here()
    assert config == Config()
    assert (config.rules, config.lang, config.jobs) == (Setting("oms-2025"), Setting("sv"), Setting(None))
    assert {origin for _, _, origin in config.lines()} == {"default"}


def test_one_file_wins_and_says_so(tmp_path: Path, working_folder: Path) -> None:
    repo = tmp_path / "repo"
    put(repo / "oms-check.toml", "jobs = 1\nlang = 'en'\n")
    assert here().jobs == Setting(1, "../../oms-check.toml") or here().jobs.origin.endswith("oms-check.toml")
    put(repo / "a/pyproject.toml", "[tool.oms-check]\njobs = 2\n")
    assert (here().jobs.value, here().lang) == (2, Setting("sv"))
    put(working_folder / "pyproject.toml", "[tool.oms-check]\njobs = 3\n")
    put(working_folder / "oms-check.toml", "jobs = 4\n")
    assert here().jobs == Setting(4, "oms-check.toml")
    put(tmp_path / "miljo.toml", "jobs = 5\n")
    environ = {"OMS_CHECK_CONFIG": str(tmp_path / "miljo.toml")}
    assert here(environ).jobs.value == 5
    put(tmp_path / "val.toml", "jobs = 6\n")
    assert here(environ, "../../../val.toml").jobs.value == 6


def test_the_search_ends_at_the_repository_and_passes_files_of_others(tmp_path: Path, working_folder: Path) -> None:
    put(tmp_path / "oms-check.toml", "jobs = 9\n")
    put(working_folder / "pyproject.toml", "[tool.annat]\nx = 1\n")
    put(working_folder.parent / "pyproject.toml", "inte = = toml")
    assert here() == Config()


def test_the_search_ends_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "oms-check.toml", "jobs = 9\n")
    folder = tmp_path / "hem" / "papper"
    folder.mkdir(parents=True)
    assert load_config(None, {}, folder).jobs.value is None
    put(tmp_path / "hem" / "oms-check.toml", "jobs = 8\n")
    assert load_config(None, {}, folder).jobs.value == 8


def test_an_empty_variable_is_no_file() -> None:
    assert here({"OMS_CHECK_CONFIG": ""}) == Config()


def test_values_are_typed_and_paths_start_at_the_file(working_folder: Path) -> None:
    put(
        working_folder / "oms-check.toml",
        """
        rules = "regler/egna.yaml"
        require = ["partial", "strong:energi"]
        fail_under = 62.5
        baseline = "bas.json"
        output = ["ut/a.csv", "ut/b.xlsx"]
        cache_dir = "/var/cache/oms"
        allow_unreadable = true
        timeout = 30
        """,
    )
    config = here()
    assert config.rules.value == str(working_folder / "regler/egna.yaml")
    assert config.require.value == ("partial", "strong:energi")
    assert (config.fail_under.value, config.timeout.value) == (62.5, 30)
    assert config.baseline.value == working_folder / "bas.json"
    assert config.output.value == (working_folder / "ut/a.csv", working_folder / "ut/b.xlsx")
    assert config.cache_dir.value == Path("/var/cache/oms")
    assert config.allow_unreadable.value is True


def test_a_rule_set_by_name_stays_a_name(working_folder: Path) -> None:
    put(working_folder / "oms-check.toml", 'rules = "oms-2018"\n')
    assert here().rules.value == "oms-2018"


def test_policies_of_kinds_and_regions_become_overrides(working_folder: Path) -> None:
    put(
        working_folder / "oms-check.toml",
        """
        [policy.region.uppsala]
        fail_under = 50
        [policy.kind.bredbandsstrategi]
        require = ["strong:digital", "mentioned"]
        exempt = ["energi"]
        """,
    )
    assert here().overrides == (
        Override(
            kinds=("bredbandsstrategi",),
            require=(Requirement(Level.STRONG, "digital"), Requirement(Level.MENTIONED)),
            exempt=("energi",),
        ),
        Override(regions=("uppsala",), fail_under=50.0),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("langg = 'sv'", "unknown key 'langg' in a configuration (did you mean 'lang'?)"),
        ("fail-under = 3", "unknown key 'fail-under' in a configuration (did you mean 'fail_under'?)"),
        ("lang = 'se'", "lang: 'se' is none of the words possible here (known: en, sv)"),
        ("lang = 1", "lang: '1' is read as a whole number, expected text"),
        ("jobs = '4'", "jobs: expected a whole number from 1 to 64, found '4'"),
        ("jobs = 0", "jobs: 0 is not a whole number from 1 to 64"),
        ("jobs = true", "jobs: expected a whole number from 1 to 64, found 'true'"),
        ("fail_under = 101", "fail_under: 101 is not a number from 0 to 100"),
        ("fail_under = nan", "fail_under: expected a number from 0 to 100, found 'nan'"),
        ("require = 'partial'", "require: expected a list, found 'partial' (write [\"partial\"])"),
        ("require = ['partial', 'stark']", "require[1]: 'stark' is not a level"),
        ("no_cache = 'yes'", "no_cache: expected true or false, found 'yes'"),
        (
            "policy.kind.rux.require = []",
            "policy.kind.rux: 'rux' is none of the words possible here (did you mean 'rus'?)",
        ),
        (
            "policy.kind.rus.requires = []",
            "policy.kind.rus: unknown key 'requires' in a policy (did you mean 'require'?)",
        ),
        ("policy.kinds = 1", "policy: unknown key 'kinds' in a policy table (did you mean 'kind'?)"),
        ("baseline = 2026-01-01", "baseline: '2026-01-01' is read as a date"),
        ("a = = 1", "not TOML"),
    ],
)
def test_mistakes_are_told_by_file_and_key(working_folder: Path, text: str, message: str) -> None:
    put(working_folder / "oms-check.toml", text)
    with pytest.raises(ConfigError) as caught:
        here()
    assert caught.value.message.startswith("oms-check.toml: ")
    assert message in caught.value.message


def test_all_mistakes_are_told_at_once(working_folder: Path) -> None:
    put(working_folder / "pyproject.toml", "[tool.oms-check]\njobs = 0\nlang = 'se'\nx = 1\n")
    with pytest.raises(ConfigError) as caught:
        here()
    told = caught.value.message.removeprefix("pyproject.toml: ").split("; ")
    assert [part.split(" ")[0] for part in told] == ["jobs:", "lang:", "unknown"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("borta.toml", None, "borta.toml: no such configuration file"),
        (".", None, "is a folder"),
        ("a.toml", b"lang = '\xe5'", "a.toml: not UTF-8"),
        ("a.toml", b"#" * 1_000_001, "a.toml: larger than 1 MB"),
        ("a.toml", b"a = " + b"[" * 100_000, "a.toml: not TOML"),
        ("a.toml", b".".join([b"a"] * 3_000) + b" = 1", "a.toml: "),
        ("pyproject.toml", b"[tool.annat]", "pyproject.toml: has no table [tool.oms-check]"),
        ("pyproject.toml", b"tool = 1", "pyproject.toml: has no table [tool.oms-check]"),
        ("pyproject.toml", b"tool.oms-check = 1", "pyproject.toml: has no table [tool.oms-check]"),
    ],
)
def test_a_file_that_is_named_must_be_readable(
    working_folder: Path, name: str, content: bytes | None, message: str
) -> None:
    if content is not None:
        (working_folder / name).write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        here(explicit=name)
    assert message in caught.value.message


def test_options_go_before_the_file() -> None:
    setting = Setting("sv", "oms-check.toml")
    assert setting.unless(None) == setting
    assert setting.unless("en") == Setting("en", "command line")


def test_what_is_shown_can_be_read_back(working_folder: Path) -> None:
    text = """
    lang = "en"
    require = ["partial"]
    baseline = "bas.json"
    fail_under = 62.5
    [policy.kind.rus]
    require = ["strong:energi"]
    exempt = ["digital"]
    """
    put(working_folder / "oms-check.toml", text)
    config = here()
    shown = "".join(f"{key} = {value}\n" for key, value, _ in config.lines() if value)
    put(working_folder / "oms-check.toml", shown)
    again = here()
    assert again.overrides == config.overrides
    for one in fields(Config):
        if one.name not in ("file", "overrides"):
            assert getattr(again, one.name).value == getattr(config, one.name).value


@given(st.text(max_size=80) | st.sampled_from([f.name for f in fields(Config)]).map(lambda key: f"{key} = []"))
def test_any_text_gives_settings_or_a_config_error(text: str) -> None:
    file = Path.cwd() / "oms-check.toml"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        config = here(explicit="oms-check.toml")
    except ConfigError:
        return
    assert set(tomllib.loads(text)) <= {f.name for f in fields(Config)} | {"policy"}
    assert config.file == file


def test_a_file_may_set_every_setting_and_no_other() -> None:
    assert tuple(SHAPES) == KEYS
