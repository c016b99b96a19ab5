"""Where the files that come with oms-check lie: a checkout's rules/, else inside the package."""

from functools import lru_cache
from pathlib import Path

import oms_check


@lru_cache(maxsize=1)
def rules_folder() -> Path:
    """The folder of the rule files and the list of regions.

    The checkout comes first: with an editable installation `oms_check/_rules` does not exist, and where a
    build left one behind it is older than what the author is editing.
    """
    package = Path(oms_check.__file__).resolve().parent
    checkout = package.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / "rules").is_dir():
        return checkout / "rules"
    return package / "_rules"
