"""The tag tree of a PDF: walked, cut and made plain.

P                       P
  Span                    text, text        an element that says nothing of its own goes:
    Span  text     ->                       its content stands right in the element above
    Span  text
"""

from collections.abc import Iterator

from pikepdf import Array, Dictionary, Object

_SAY_NOTHING = ("/Span", "/NonStruct")
_MAY_NOT_BE_EMPTY = (*_SAY_NOTHING, "/Div", "/P", "/Part")
_PLAIN = {"/Type", "/S", "/P", "/K", "/Pg"}


def elements(parent: Object, kind: str) -> list[Object]:
    """The elements of a kind below another, in reading order."""
    return [found for found in below(parent) if kind == found.S]


def below(parent: Object) -> Iterator[Object]:
    """Every element below another, in reading order."""
    for child in children(parent):
        yield child
        yield from below(child)


def children(element: Object) -> Iterator[Object]:
    """The elements right below another."""
    for kid in kids(element):
        if is_element(kid):
            yield kid


def kids(element: Object) -> list[Object]:
    """What an element holds: elements, numbers of marked content, references to objects."""
    held = element.get("/K", Array())
    return list(held) if isinstance(held, Array) else [held]


def is_element(kid: object) -> bool:
    return isinstance(kid, Dictionary) and "/S" in kid


def remove(element: Object) -> None:
    """Take an element out of the tree, and what then is left empty above it."""
    parent = element.P
    parent.K = Array([kid for kid in kids(parent) if not _same(kid, element)])
    if len(parent.K) == 0 and parent.S != "/Document":
        remove(parent)


def simplify(element: Object) -> None:
    """Leave out the elements below this one that say nothing, and the empty ones."""
    held: list[Object] = []
    for kid in kids(element):
        if not is_element(kid):
            held.append(kid)
            continue
        simplify(kid)
        content = kids(kid)
        if not content and kid.S in _MAY_NOT_BE_EMPTY:
            continue
        if _says_nothing(kid) and _fits(content, kid, element):
            for each in content:
                if is_element(each):
                    each.P = element
            held += content
        else:
            held.append(kid)
    element.K = Array(held)


def _says_nothing(element: Object) -> bool:
    return element.S in _SAY_NOTHING and set(element.keys()) <= _PLAIN


def _fits(content: list[Object], element: Object, above: Object) -> bool:
    """Marked content is counted by page: it can only move to an element of the same page."""
    if all(is_element(each) for each in content):
        return True
    return "/Pg" in above and bool(above.Pg.objgen == element.Pg.objgen)


def _same(one: object, other: Object) -> bool:
    return isinstance(one, Dictionary) and bool(one.objgen == other.objgen)
