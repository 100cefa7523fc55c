"""Colours and sizes. Sizes are in units of the layout; a picture has about two pixels to each.

The pairs in `READABLE` meet WCAG AA; blue against vermilion and teal stay apart for colour-blind
readers, and none of them says anything a word or a shape does not say too.
"""

PAGE = "#E6EBF3"
CARD = "#FFFFFF"
INK = "#1B2333"
MUTED = "#545E72"
HAIR = "#DCE2EC"
NAVY = "#1E2A4A"
PALE = "#C8D3EC"
PILL = "#35446F"
CHEVRON = "#2B4583"
BLUE = "#1B5CB8"
GHOST = "#7F8AA0"
GOOD = "#00674C"
BAD = "#AE3A0B"
VIOLET = "#6A3D92"
SLATE = "#5F6B80"
OCHRE = "#96650A"
MAGENTA = "#B03A85"
SUNNY = "#EDF6F2"
CLOUDY = "#FBF1EA"

READABLE = (
    *((ink, CARD) for ink in (INK, MUTED, BLUE, GOOD, BAD, VIOLET, SLATE, OCHRE, MAGENTA)),
    *((ink, PAGE) for ink in (INK, MUTED)),
    *((ink, tint) for ink in (BLUE, MUTED) for tint in (SUNNY, CLOUDY)),
    *((ink, NAVY) for ink in (CARD, PALE)),
    (CARD, PILL),
    (CARD, CHEVRON),
    (PALE, CHEVRON),
)

# Pixels for each unit.
SHARPEST, SOFTEST = 2.0, 1.4
TITLE, LEAD, BODY, SMALL, LABEL = 32.0, 17.0, 15.0, 13.0, 12.0
LINE_HEIGHT = 1.36
MARGIN, PADDING, GUTTER = 24.0, 16.0, 10.0
RADIUS = 14.0
