"""A name or a path → the rule file meant: from a checkout's rules/, else from the copy in the package."""

from pathlib import Path

from oms_check.errors import UsageError, did_you_mean
from oms_check.shipped import rules_folder

__all__ = ["available", "find_rules", "rules_folder"]

_NOT_RULES = ("regions",)
"""YAML files that stand beside the rule files."""


def available() -> tuple[str, ...]:
    """Names of the rule sets that come with oms-check, sorted."""
    return tuple(sorted(path.stem for path in rules_folder().glob("*.yaml") if path.stem not in _NOT_RULES))


def find_rules(name_or_path: str) -> Path:
    """The rule file of that name, or at that path. UsageError where there is none."""
    names = available()
    if name_or_path in names:
        return rules_folder() / f"{name_or_path}.yaml"
    path = Path(name_or_path)
    if "\0" not in name_or_path and path.is_file():
        return path
    if path.suffix in (".yaml", ".yml") or len(path.parts) > 1:
        reason = "is a folder" if path.is_dir() else "no such rule file"
        advice = did_you_mean(path.name, (p.name for p in _beside(path)))
        raise UsageError(f"{name_or_path}: {reason}", advice=advice)
    raise UsageError(f"no rule set is called '{name_or_path}'", advice=did_you_mean(name_or_path, names))


def _beside(path: Path) -> tuple[Path, ...]:
    folder = path if path.is_dir() else path.parent
    return tuple(folder.glob("*.y*ml")) if folder.is_dir() else ()
