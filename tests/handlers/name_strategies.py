"""Names, texts and numbers of every size and with everything nasty, made by Hypothesis."""

from datetime import UTC, datetime

from hypothesis import strategies as st

LONGEST_NAME = 3000

PIECES = (
    "Checkout",
    " ",
    "&",
    "&amp;",
    "&lt;!here&gt;",
    "<!channel>",
    "<@U1>",
    "<#C1|general>",
    "<https://evil.example|click>",
    "https://evil.example/a?b=1&c=<2>",
    "HTTP://EVIL.EXAMPLE",
    "www.evil.example",
    "@channel",
    "[x](https://evil.example)",
    "`code`",
    "```",
    "*bold*",
    "_it_",
    "~s~",
    "|",
    "\\",
    "漢字かな",
    "العربية",
    "\u202e",
    "👩‍👩‍👧",
    ":smile:",
    "é",
    "\n",
    "\t",
    "\x00",
    "\x07",
    "\u2028",
)


LINKS = (
    "https://waymark.slack.com/archives/C1/p1787000000000100",
    "javascript:alert(1)",
    "https://evil.example/<!channel>",
    "https://x.example/" + "a" * 4000,
    "",
)

GOOD_LINKS = LINKS[:1]

names = st.builds(
    lambda pieces, times: ("".join(pieces) * times)[:LONGEST_NAME],
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=6),
    st.sampled_from((1, 1, 1, 1, 12, 700)),
)

texts = st.builds(lambda name, times: (name * times)[:40_000], names, st.sampled_from((1, 1, 60)))

keys = st.sampled_from(("a", "first-reply", "漢字", "x" * 60))

maybe_keys = st.none() | keys

instants = st.datetimes(datetime(1971, 1, 1), datetime(2998, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001

moods = st.integers(-10_000, 10_000).map(lambda tenths: tenths / 10_000)

values = st.one_of(
    st.floats(-1e15, 1e15, exclude_min=True, exclude_max=True),
    st.sampled_from((0.0, -0.0, 5e-324, 1e-300, 999_999_999_999_999.0, 41.0, 71.4, 12_000.0)),
)
