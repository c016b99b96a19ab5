"""What changed between two judged versions of a strategy, matched by text and not by position."""
