"""The body of a page as a tree. What is made here is well-formed: read as XML, written as HTML.

<p hidden="">a<br/>b</p>  --read-->  elements  --written-->  <p hidden>a<br>b</p>
"""

from collections.abc import Iterator

from lxml import etree

from fsb_lib.base.errors import Problem, ReportError

# Between these and around them white space is nothing that a reader sees.
BLOCKS = {
    *("body", "header", "main", "footer", "nav", "section", "div", "details", "summary"),
    *("p", "ul", "ol", "li", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
}


def read(markup: str) -> etree._Element:
    """One element with all that it holds.

    Errors: ReportError for what is not well-formed, which only a notebook's Markdown can be.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        return etree.fromstring(markup, parser)
    except etree.XMLSyntaxError as error:
        raise ReportError(
            [
                Problem(
                    what="the page holds HTML that is not well-formed",
                    where=f"line {error.lineno} of the page's body",
                    expected="every element closed, & written as &amp;",
                    found=error.msg,  # names of elements
                    remedy="Write Markdown in the notebook's text cells, and no HTML.",
                )
            ]
        ) from error


def inside(fragments: str) -> etree._Element:
    """Fragments that stand after each other, in an element of their own."""
    return read(f"<div>{fragments}</div>")


def written(body: etree._Element) -> str:
    """The finished body as HTML."""
    made: str = etree.tostring(body, encoding="unicode", method="html", with_tail=False)
    for shape in ("path", "circle", "use"):
        made = made.replace(f'"></{shape}>', '"/>')
    return made.replace(' hidden=""', " hidden")


def markup(element: etree._Element) -> str:
    """The element as it may be read again."""
    made: str = etree.tostring(element, encoding="unicode", with_tail=False)
    return made


def markup_inside(element: etree._Element) -> str:
    """What the element holds, likewise."""
    return "".join([element.text or "", *(markup(one) + (one.tail or "") for one in element)])


def classed(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The elements of a class, in the order of the page."""
    return (one for one in element.iter(etree.Element) if name in one.get("class", "").split())


def text_of(element: etree._Element) -> str:
    """All words of an element."""
    return "".join(element.itertext())


def tighten(element: etree._Element) -> None:
    """No white space where nobody sees it."""
    for one in element.iter(etree.Element):
        is_block = one.tag in BLOCKS
        if is_block and one.text is not None and not one.text.strip(" \n"):
            one.text = None
        if is_block and one.tail is not None and not one.tail.strip(" \n"):
            one.tail = None
