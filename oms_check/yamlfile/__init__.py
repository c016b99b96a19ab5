"""Safe YAML with places: bytes → nodes that know their line and column, held against a declared shape."""
