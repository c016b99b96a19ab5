"""The command line: options become settings, errors become one line, a decision becomes an exit code."""
