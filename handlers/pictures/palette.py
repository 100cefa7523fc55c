"""Colours, text sizes and spacing of maps and charts.

Sizes are in layout units; a PNG has about two pixels per unit. The pairs in `READABLE_PAIRS` meet
WCAG AA. Blue, vermilion and teal are distinct for colour-blind readers, and no meaning depends on
colour alone: a word or a shape has it too.
"""

PAGE = "#E6EBF3"
CARD = "#FFFFFF"
INK = "#1B2333"
MUTED = "#545E72"
HAIRLINE = "#DCE2EC"
NAVY = "#1E2A4A"
PALE = "#C8D3EC"
PILL = "#35446F"
CHEVRON = "#2B4583"
BLUE = "#1B5CB8"
FADED = "#7F8AA0"
GOOD = "#00674C"
BAD = "#AE3A0B"
VIOLET = "#6A3D92"
SLATE = "#5F6B80"
OCHRE = "#96650A"
MAGENTA = "#B03A85"
POSITIVE_TINT = "#EDF6F2"
NEGATIVE_TINT = "#FBF1EA"

# Pairs of text colour and background.
READABLE_PAIRS = (
    *((colour, CARD) for colour in (INK, MUTED, BLUE, GOOD, BAD, VIOLET, SLATE, OCHRE, MAGENTA)),
    *((colour, PAGE) for colour in (INK, MUTED)),
    *((colour, tint) for colour in (BLUE, MUTED) for tint in (POSITIVE_TINT, NEGATIVE_TINT)),
    *((colour, NAVY) for colour in (CARD, PALE)),
    (CARD, PILL),
    (CARD, CHEVRON),
    (PALE, CHEVRON),
)

TITLE_SIZE, LEAD_SIZE, BODY_SIZE, SMALL_SIZE, LABEL_SIZE = 32.0, 17.0, 15.0, 13.0, 12.0
# As a multiple of the text size.
LINE_HEIGHT = 1.36
MARGIN, PADDING, GUTTER = 24.0, 16.0, 10.0
CORNER_RADIUS = 14.0
