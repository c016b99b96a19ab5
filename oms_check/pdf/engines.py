"""Loads the PDF libraries ahead of need: a process that forks many readers shares them instead of each its own."""


def load_engines() -> None:
    """Import pdfium and the part of pdfplumber that is otherwise imported at the first table (0.2 s)."""
    import pdfplumber.table
    import pypdfium2.raw

    _ = pdfplumber.table, pypdfium2.raw
