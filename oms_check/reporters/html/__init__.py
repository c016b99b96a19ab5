"""The planner's report: one HTML page that holds everything it shows."""
