"""The rows that objects of JSON make, as far as columns are asked for.

    {"Cpr": "020180-1234", "Cases": [{"Start": "2009-01-01"}, {"Start": "2009-03-01"}], "Notes": []}

    asked for cpr, cases.start      cpr          cases.start
                                    020180-1234  2009-01-01
                                    020180-1234  2009-03-01

Objects in objects are columns with a full stop between the names. A list of objects of which a
column is asked for makes a row of each, none when it is empty; other lists make no rows.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from fsb_lib.registers.files.limits import DamagedFileError, TwoListsError
from fsb_lib.registers.safe_names import sayable
from fsb_lib.registers.spelling import canonical

Object = Mapping[str, Any]
Row = dict[str, str]


def is_list_of_objects(value: object) -> bool:
    """A list of objects and nothing else; places that hold nothing are no matter."""
    return (
        isinstance(value, list)
        and any(isinstance(one, dict) for one in value)
        and all(one is None or isinstance(one, dict) for one in value)
    )


def names_in(value: Any, prefix: str = "") -> Iterator[str]:
    """The column names of an object, those of its lists too, in the order met."""
    for name, held in value.items():
        path = f"{prefix}{name}"
        if isinstance(held, dict):
            yield from names_in(held, f"{path}.")
        elif is_list_of_objects(held):
            for one in filter(None, held):
                yield from names_in(one, f"{path}.")
        else:
            yield path


@dataclass(frozen=True)
class ObjectRows:
    """Makes rows of objects. `lists`: the paths that are lists of objects anywhere in the file and
    of which a column is asked for.
    """

    lists: Collection[str]

    def of(self, one: Object) -> list[Row]:
        """The rows of an object. Raises DamagedFileError for a list of more than objects."""
        return self._of(one, "")

    def _of(self, one: Object, prefix: str) -> list[Row]:
        rows = [Row()]
        inside = [name for name in self.lists if self._is_missing(name, prefix, one)]
        for name, value in [*one.items(), *((path, None) for path in inside)]:
            path = f"{prefix}{name}"
            if path in self.lists:
                parts = [row for each in _each(value) for row in self._of(each, f"{path}.")]
            elif isinstance(value, dict):
                parts = self._of(value, f"{path}.")
            else:
                parts = [{path: "" if is_list_of_objects(value) else cell(value)}]
            rows = [{**row, **part} for row in rows for part in parts]
        return rows

    def _is_missing(self, path: str, prefix: str, one: Object) -> bool:
        """Whether a list may stand in this object and does not."""
        own = path.removeprefix(prefix)
        return path.startswith(prefix) and "." not in own and own not in one


def asked_lists(objects: Collection[Object], columns: Collection[str]) -> set[str]:
    """The paths of lists of objects that hold a column asked for, by the names in the file.

    Each is in the one before. Raises TwoListsError for two beside each other.
    """
    found = {path for one in objects for path in _lists_in(one, "") if _is_asked(path, columns)}
    for outer, inner in pairwise(sorted(found, key=len)):
        if not inner.startswith(f"{outer}."):
            raise TwoListsError(f"columns of {sayable(outer)} and of {sayable(inner)}")
    return found


def _is_asked(path: str, columns: Collection[str]) -> bool:
    start = canonical(path) + "."
    return any(name.startswith(start) for name in columns)


def _lists_in(one: Object, prefix: str) -> Iterator[str]:
    for name, value in one.items():
        path = f"{prefix}{name}"
        if isinstance(value, dict):
            yield from _lists_in(value, f"{path}.")
        elif is_list_of_objects(value):
            yield path
            for each in filter(None, value):
                yield from _lists_in(each, f"{path}.")


def _each(value: Any) -> list[Object]:
    """The objects of what is a list elsewhere. Raises DamagedFileError for what holds others."""
    found = [one for one in (value if isinstance(value, list) else [value]) if one is not None]
    if not all(isinstance(one, dict) for one in found):
        raise DamagedFileError("a list of objects that holds other values, too")
    return found


def cell(value: Any) -> str:
    """A value as text; of a list of values, all of them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return "; ".join(map(cell, value)) if isinstance(value, list) else str(value)
