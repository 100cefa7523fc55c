"""A picture is kept only for a moment: it may show a note that is deleted meanwhile."""

import sys

from handlers.journeys.map_images import RecentPictures
from tests.scenarios.waiting import until


def test_a_picture_is_drawn_once_while_it_is_kept_and_then_forgotten_unasked() -> None:
    recent, drawn = RecentPictures(keep_seconds=0.5), []
    picture = b"".join((b"a", b"picture"))

    def draw() -> bytes:
        drawn.append("drawn")
        return picture

    before = sys.getrefcount(picture)
    assert recent.get("map", draw) is picture
    assert recent.get("map", draw) is picture
    assert len(drawn) == 1
    assert sys.getrefcount(picture) > before
    recent.get("another map", draw)
    assert len(drawn) == 2
    until(lambda: sys.getrefcount(picture) == before)
    recent.get("map", draw)
    assert len(drawn) == 3
