"""Text and rule set in, evidence out: which passage treats which focus area, how firmly, in which words."""

from oms_check.matching.matcher import Matcher, compile_matcher

__all__ = ["Matcher", "compile_matcher"]
