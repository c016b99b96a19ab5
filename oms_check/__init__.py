"""Checks how regional strategies cover the focus areas of a joint strategic direction."""

__version__ = "0.1.0"
