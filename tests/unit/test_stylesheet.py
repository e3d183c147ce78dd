"""What is left of a style sheet on a page, and that a page's look does not depend on the rest."""

from fsb_lib.html.stylesheet import used_rules

PAGE = '<style>{css}</style><p class="fsb-a fsb-b">a</p>'


def left(css: str) -> str:
    return used_rules(PAGE.format(css=css)).partition("<style>")[2].partition("</style>")[0]


def test_a_rule_for_a_class_that_is_not_there_goes() -> None:
    assert left(".fsb-a{color:red}.fsb-c{color:red}.fsb-a .fsb-c>p{color:red}") == (
        ".fsb-a{color:red}"
    )


def test_of_several_selectors_those_that_meet_something_stay() -> None:
    assert left(".fsb-a,.fsb-c,p:is(.fsb-c,.fsb-b){color:red}") == (
        ".fsb-a,p:is(.fsb-c,.fsb-b){color:red}"
    )


def test_what_a_selector_rules_out_need_not_be_there() -> None:
    assert left("p:not(.fsb-c){color:red}") == "p:not(.fsb-c){color:red}"


def test_media_rules_are_cut_within_and_go_when_empty() -> None:
    css = "@media print{.fsb-c{color:red}.fsb-a{color:red}}@media screen{.fsb-c{color:red}}"
    assert left(css) == "@media print{.fsb-a{color:red}}"


def test_pages_and_typefaces_stay_whole() -> None:
    css = "@page{size:A4;@top-left{content:none}}@font-face{font-family:a}"
    assert left(css) == css


def test_comments_and_variables_that_nobody_asks_for_go() -> None:
    css = ":root{--ink:#111111;--navy:#222222;--type:a}/* a */p{color:var(--ink)}"
    assert left(css) == ":root{--ink:#111111;--type:a}p{color:var(--ink)}"
