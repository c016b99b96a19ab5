"""Folders and files → strategies with region, kind and year: what there is to check."""

from oms_check.catalog.discovery import discover
from oms_check.catalog.identification import identify
from oms_check.catalog.regions import find_region, load_regions
from oms_check.catalog.walking import would_reach

__all__ = ["discover", "find_region", "identify", "load_regions", "would_reach"]
