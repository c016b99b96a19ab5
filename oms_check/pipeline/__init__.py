"""The order of the stages: strategies in, report out."""
