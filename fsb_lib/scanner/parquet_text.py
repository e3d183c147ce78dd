"""The values of a Parquet file as texts: a line for each value, numbers as they are counted."""

import io
from collections.abc import Iterator
from typing import Any, Final

from fsb_lib.scanner.budget import Budget, NotSeenError

_ROWS: Final = 1 << 16


def parquet_texts(content: bytes, budget: Budget) -> Iterator[tuple[str, str]]:
    """Part and text: what the file says of itself, then its columns, some rows at a time.

    Errors: NotSeenError for a damaged or encrypted file.
    """
    import pyarrow as pa  # noqa: PLC0415 (it takes a third of a second, and few files are such)
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        file = pq.ParquetFile(io.BytesIO(content))
        yield "what it says of itself", f"{file.schema_arrow}\n{file.metadata.metadata}"
        for batch in file.iter_batches(_ROWS):
            for name, column in zip(batch.schema.names, batch.columns, strict=True):
                text = "\n".join(_written(column))
                budget.take(len(text))
                yield f"column {name}", text
    except (pa.ArrowException, OSError, ValueError) as error:
        raise NotSeenError("a Parquet file that cannot be read") from error


def _written(column: Any) -> Iterator[str]:
    import pyarrow as pa  # noqa: PLC0415 (as above)
    import pyarrow.compute as pc  # noqa: PLC0415

    try:
        plain = pc.cast(column, pa.string())
    except pa.ArrowException:  # a list, a group, bytes that are no text
        return (str(value) for value in column.to_pylist())
    return (value or "" for value in plain.to_pylist())
