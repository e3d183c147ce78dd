"""`python -m fsb_lib` is the command `fsb`. It can be interrupted before all of it is imported."""

from fsb_lib.base.interrupts import (
    INTERRUPTED,
    end_when_interrupted,
    ignore_interrupts,
    leave_interrupted,
)


def main() -> None:
    """The command, from its first moment to its last."""
    end_when_interrupted()
    try:
        from fsb_lib.cli import main as command  # noqa: PLC0415 (it takes up to a second)

        command()
    except SystemExit as end:
        if end.code == INTERRUPTED:
            leave_interrupted()
        raise
    finally:
        ignore_interrupts()


if __name__ == "__main__":
    main()
