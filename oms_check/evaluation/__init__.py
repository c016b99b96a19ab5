"""Rule work: how well a rule file does on labelled passages and on its own examples."""
