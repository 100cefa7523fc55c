"""mrkdwn is parsed as in Slack: each case is a text and its simplified drawing."""

import pytest

from tests.page.draw.drawing_page import DrawingPage

pytestmark = pytest.mark.browser
# What is drawn, written down: <b> <i> <s> <code> <pre> <q>, links as [label](url), mentions as {}.
WRITTEN = """() => {
  const tags = { STRONG: "b", EM: "i", S: "s", CODE: "code", PRE: "pre", BLOCKQUOTE: "q" };
  const write = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.textContent;
    const inner = [...node.childNodes].map(write).join("");
    if (node.tagName === "A") return `[${inner}](${node.getAttribute("href")})`;
    if (node.classList.contains("mention")) return `{${inner}}`;
    const tag = tags[node.tagName];
    return tag ? `<${tag}>${inner}</${tag}>` : inner;
  };
  return write(document.querySelector("#drawing .text"));
}"""
CASES = [
    # Marks, at word boundaries only
    ("*bold*", "<b>bold</b>"),
    ("_italic_", "<i>italic</i>"),
    ("~strike~", "<s>strike</s>"),
    ("`code`", "<code>code</code>"),
    ("a *b c* d", "a <b>b c</b> d"),
    ("*_both_*", "<b><i>both</i></b>"),
    ("_*~all~*_", "<i><b><s>all</s></b></i>"),
    ("*a _b_ c*", "<b>a <i>b</i> c</b>"),
    ("a*b*c", "a*b*c"),
    ("snake_case_name", "snake_case_name"),
    ("2*3*4 = 24", "2*3*4 = 24"),
    ("* a *", "* a *"),
    ("*a *", "*a *"),
    ("**a**", "**a**"),
    ("*open", "*open"),
    ("*a\nb*", "*a\nb*"),
    ('(*a*), "_b_": *c*!', '(<b>a</b>), "<i>b</i>": <b>c</b>!'),
    ("_Owner_: mara", "<i>Owner</i>: mara"),
    ("*a*b", "*a*b"),
    ("*a* *b*", "<b>a</b> <b>b</b>"),
    ("-~a~-", "-<s>a</s>-"),
    ("*2 * 3*", "<b>2 * 3</b>"),
    ("`*a*`", "<code>*a*</code>"),
    ("*`a`*", "<b><code>a</code></b>"),
    ("``", "``"),
    ("`a\nb`", "`a\nb`"),
    # Preformatted text and quotes
    ("```a *b*\n c```", "<pre>a *b*\n c</pre>"),
    ("```\na\n```", "<pre>a</pre>"),
    ("x ```a``` y", "x <pre>a</pre> y"),
    ("``````", "``````"),
    ("```:tada: <@U0MARA>```", "<pre>:tada: {@Mara Lindqvist}</pre>"),
    ("> a", "<q>a</q>"),
    ("&gt; a", "<q>a</q>"),
    ("> a\n> *b*\nc", "<q>a\n<b>b</b></q>c"),
    (">>> a\nb\n\nc", "<q>a\nb\n\nc</q>"),
    ("a > b", "a > b"),
    ("a\n> b\nc", "a<q>b</q>c"),
    ("```> a```", "<pre>> a</pre>"),
    # No Markdown
    ("# heading", "# heading"),
    ("[a](https://a.test/)", "[a]([https://a.test/](https://a.test/))"),
    ("__a__", "__a__"),
    ("- a\n- b", "- a\n- b"),
    # Entities: these three only
    ("&amp; &lt; &gt;", "& < >"),
    ("&amp;lt;", "&lt;"),
    ("&quot;&nbsp;&#39;", "&quot;&nbsp;&#39;"),
    ("AT&T & <3", "AT&T & <3"),
    ("&lt;!channel&gt;", "<!channel>"),
    ("&lt;@U0MARA&gt; &lt;https://a.test&gt;", "<@U0MARA> <[https://a.test](https://a.test)>"),
    ("&lt;b&gt;", "<b>"),
    # Mentions
    ("<@U0MARA>", "{@Mara Lindqvist}"),
    ("<@U0MARA|old name>", "{@Mara Lindqvist}"),
    ("<@U0NOBODY>", "{@U0NOBODY}"),
    ("<#C0JOURNEY>", "{#customer-journey}"),
    ("<#C0JOURNEY|old>", "{#customer-journey}"),
    ("<#C0ELSE|else>", "{#else}"),
    ("<#C0ELSE>", "{private channel}"),
    ("<!here> <!channel> <!everyone>", "{@here} {@channel} {@everyone}"),
    ("<!subteam^S1|@support>", "{@support}"),
    ("<!subteam^S1>", "{@S1}"),
    ("<!wonder|label>", "<label>"),
    ("*<@U0MARA>*", "<b>{@Mara Lindqvist}</b>"),
    # Dates
    ("<!date^1790845200^{date_num}|x>", "2026-10-01"),
    ("<!date^1790845200^{date}|x>", "October 1st, 2026"),
    ("<!date^1790845200^{date_short} {time}|x>", "Oct 1, 2026 9:00 AM"),
    ("<!date^1790845200^{date_long}|x>", "Thursday, October 1st, 2026"),
    ("<!date^1791200000^{date_short_pretty}|x>", "Today"),
    ("<!date^1791100000^on {date_pretty}|x>", "On yesterday"),
    ("<!date^1790845200^{ago}|x>", "4 days ago"),
    ("<!date^1790845200^{date_num}^https://a.test/|x>", "[2026-10-01](https://a.test/)"),
    ("<!date^1790845200^{wonder}|the fallback>", "the fallback"),
    ("<!date^soon^{date}|the fallback>", "the fallback"),
    # Links
    ("<https://a.test/>", "[https://a.test/](https://a.test/)"),
    ("<https://a.test/|the *map*>", "[the <b>map</b>](https://a.test/)"),
    ("*<https://a.test/|a>*", "<b>[a](https://a.test/)</b>"),
    ("<https://a.test/?a=1&amp;b=2>", "[https://a.test/?a=1&b=2](https://a.test/?a=1&b=2)"),
    ("<mailto:a@a.test|a@a.test>", "[a@a.test](mailto:a@a.test)"),
    ("<mailto:a@a.test>", "[a@a.test](mailto:a@a.test)"),
    ("<javascript:alert(1)|click>", "click"),
    ("<not a link>", "<not a link>"),
    ("< https://a.test>", "< [https://a.test](https://a.test)>"),
    ("see https://a.test/x.", "see [https://a.test/x](https://a.test/x)."),
    ("(https://a.test/a_b_c)", "([https://a.test/a_b_c](https://a.test/a_b_c))"),
    ("https://a.test/a_(b)", "[https://a.test/a_(b)](https://a.test/a_(b))"),
    ("www.a.test", "[www.a.test](http://www.a.test)"),
    ("xhttps://a.test", "xhttps://a.test"),
    ("`https://a.test`", "<code>https://a.test</code>"),
    ("`<https://a.test|a>`", "<code>[a](https://a.test)</code>"),
    # Emoji
    (":tada: :+1:", "🎉 👍"),
    (":wave::skin-tone-3:", "👋🏼"),
    (":flag-de:", "🇩🇪"),
    (":no_such_thing: 12:30:45", ":no_such_thing: 12:30:45"),
    ("", ""),
]


def test_parsed_as_in_slack(drawing: DrawingPage) -> None:
    written = drawing.texts([text for text, _ in CASES], WRITTEN)
    wrong = [
        (text, f"expected {drawn}", f"was {found}")
        for (text, drawn), found in zip(CASES, written, strict=True)
        if found != drawn
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("https://a.test www.a.test", "https://a.test www.a.test"),
        ("<https://a.test|a> *b*", "[a](https://a.test) <b>b</b>"),
    ],
)
def test_verbatim_leaves_bare_links(drawing: DrawingPage, text: str, drawn: str) -> None:
    drawing.text(text, verbatim=True)
    assert drawing.page.evaluate(WRITTEN) == drawn


def test_emoji_can_be_turned_off(drawing: DrawingPage) -> None:
    drawing.text(":tada:", emoji=False)
    assert drawing.page.evaluate(WRITTEN) == ":tada:"


LONG = {
    "marks without end": "*a " * 13_000,
    "marks alone": "*" * 40_000,
    "a fence without end": "```" + "a" * 40_000,
    "ticks": "`" * 40_000,
    "brackets": "<" * 40_000,
    "addresses": "https://a.test/((" * 2000,
    "quotes": "> a\n" * 10_000,
}


def test_long_text_is_parsed_fast(drawing: DrawingPage) -> None:
    milliseconds = {
        name: drawing.page.evaluate(
            "(text) => { const start = performance.now(); window.harness.text(text);"
            " return performance.now() - start; }",
            text,
        )
        for name, text in LONG.items()
    }
    assert {name: spent for name, spent in milliseconds.items() if spent >= 5000} == {}
