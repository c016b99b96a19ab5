"""A policy: which level each focus area of each row has to reach, as given by options and configuration."""

from dataclasses import dataclass

from oms_check.model.coverage import Level, Row


@dataclass(frozen=True, slots=True)
class Requirement:
    """The least level of a focus area, or of every focus area where `focus_area` is None."""

    level: Level
    focus_area: str | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """Other rules for the rows of some regions or kinds; an empty selection selects all.

    `require` and `fail_under` stand instead of the general ones, `exempt` focus areas are not judged at all.
    Where several overrides select a row the last one that says something wins; exemptions add up.
    """

    regions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    require: tuple[Requirement, ...] = ()
    fail_under: float | None = None
    exempt: tuple[str, ...] = ()

    def selects(self, row: Row) -> bool:
        """Whether this is about the row; a region's row has a kind only if its strategies share it."""
        in_region = not self.regions or row.region in self.regions
        return in_region and (not self.kinds or row.kind in self.kinds)


@dataclass(frozen=True, slots=True)
class Policy:
    """What is required. Without any requirement only what could not be read fails.

    `fail_under` is compared with the mean score (0–100) of a row's judged cells, unrounded.
    """

    require: tuple[Requirement, ...] = ()
    fail_under: float | None = None
    overrides: tuple[Override, ...] = ()
    allow_unreadable: bool = False

    @property
    def requires(self) -> bool:
        """Whether any level or score is required of any row."""
        return any(part.require or part.fail_under is not None for part in self.parts)

    @property
    def parts(self) -> "tuple[Policy | Override, ...]":
        """The general requirements, then those of the overrides."""
        return (self, *self.overrides)
