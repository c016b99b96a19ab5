"""A crop: a picture of the place on the page where a passage stands, so that a reader sees it in its setting."""

from dataclasses import dataclass

from oms_check.model.evidence import Evidence


@dataclass(frozen=True, slots=True)
class CropKey:
    """A passage of a document: what stands there is one picture, whichever focus areas it treats."""

    path: str
    page: int
    index: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Crop:
    """An image file (PNG or JPEG) of part of a page, to be shown `width` × `height` CSS pixels large."""

    image: bytes
    media_type: str
    width: int
    height: int


def crop_key(path: str, evidence: Evidence) -> CropKey:
    """The key of the passage that the evidence of the strategy at `path` quotes."""
    return CropKey(path, evidence.block.page, evidence.block.index, evidence.start, evidence.end)
