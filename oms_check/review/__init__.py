"""Readers' decisions: review files in and out, applied to what was found, merged, and stepped through."""
