"""The README's links lead somewhere."""

import re
from pathlib import Path


def test_every_relative_link_of_the_readme_exists(checkout: Path) -> None:
    text = (checkout / "README.md").read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    assert len(links) >= 5
    assert [link for link in links if not (checkout / link).exists()] == []
