"""YAML as year files are written in it: safe, each key once, dates as text."""

from typing import Any

import yaml

from fsb_lib.base.errors import InputError, Problem


class _StrictYaml(yaml.SafeLoader):
    """Safe loading that refuses a key written twice and leaves dates as text, as papermill does."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def _mapping_without_duplicates(loader: _StrictYaml, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[object] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str | int) or key in seen:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key `{key}` stands twice or is no name", key_node.start_mark
            )
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


_StrictYaml.add_constructor(
    yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping_without_duplicates
)


def parsed(text: str, where: str) -> Any:
    """The text as values. `where` is the file's name in messages.

    Errors: InputError with the line of what is not YAML, or of a key that stands twice.
    """
    try:
        return yaml.load(text, Loader=_StrictYaml)  # noqa: S506 (a SafeLoader, stricter)
    except yaml.YAMLError as error:
        raise InputError(_problem(error, where)) from None


def _problem(error: yaml.YAMLError, where: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line = f" line {mark.line + 1}" if mark else ""
    return Problem(
        getattr(error, "problem", None) or "is not readable as YAML",
        f"{where}{line}",
        "each key once, `name: value` on a line of its own",
        "",
        "Mend the line and run the command again.",
    )
