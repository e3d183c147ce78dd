"""How much is looked through of one file, however often it is packed."""

LARGEST = 1 << 28  # bytes that one file may unpack to, all it holds taken together
DEEPEST = 5


class NotSeenError(Exception):
    """A file, or a part of it, that cannot be looked into; `why` holds nothing of its content."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Budget:
    """What may still be unpacked from one file, all its parts taken together."""

    def __init__(self) -> None:
        self.n_bytes = LARGEST

    def take(self, n_bytes: int) -> None:
        """Raises NotSeenError when it is used up."""
        self.n_bytes -= n_bytes
        if self.n_bytes < 0:
            raise NotSeenError("unpacks to more than can be looked through")
