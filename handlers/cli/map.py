"""`app.py map`, and the picture `app.py review --format png` writes."""

import argparse

from bot.domain.journey import WorkspaceId
from bot.usecases.catalogue import UseCases
from bot.usecases.show_map import MapWish
from handlers.cli.output import write_out
from handlers.map_pictures import MapPictures


def map_(
    use: UseCases, pictures: MapPictures, workspace: WorkspaceId, wanted: argparse.Namespace
) -> int:
    """Write the picture of a map."""
    wish = MapWish(wanted.journey, wanted.period, wanted.persona)
    return draw(use, pictures, workspace, wish, wanted.output)


def draw(
    use: UseCases, pictures: MapPictures, workspace: WorkspaceId, wish: MapWish, output: str | None
) -> int:
    """Write the picture of the map that is wished for."""
    png, _ = pictures.drawn(workspace, use.show_map(workspace, wish))
    write_out(png, output, binary=True)
    return 0
