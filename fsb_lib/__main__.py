"""`python -m fsb_lib` is the command `fsb`."""

from fsb_lib.cli import main

if __name__ == "__main__":
    main()
