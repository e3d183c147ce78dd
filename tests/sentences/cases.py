"""All releases at the boundaries, from every module of this folder that has cases."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from functools import cache

import tests.sentences
from fsb_lib.disclosure.protected import ProtectedReport

Cases = Callable[[], Mapping[str, ProtectedReport]]


def case_modules() -> Iterator[tuple[str, Cases]]:
    """The topic of each module, and its cases."""
    for module in pkgutil.iter_modules(tests.sentences.__path__, "tests.sentences."):
        name = module.name.rpartition(".")[2]
        if name.startswith("cases_"):
            yield name.removeprefix("cases_"), importlib.import_module(module.name).cases


@cache
def releases() -> dict[str, ProtectedReport]:
    """`activation: just under the target` and all others."""
    return {
        f"{topic}: {name}": release
        for topic, cases in case_modules()
        for name, release in cases().items()
    }
