"""`python -m oms_check` is `oms-check`."""

from oms_check.cli.main import main

if __name__ == "__main__":
    main()
