"""Charts as uploaded pictures, for workspaces that refuse Slack's own."""

import logging
from io import BytesIO
from typing import Any

from slack_sdk import WebClient

from handlers.blocks import kit
from handlers.pictures.alt_text import describe_chart
from handlers.pictures.charts import draw_chart
from handlers.refusals import reason_of
from handlers.uploading import finish, send_bytes

log = logging.getLogger("waymark.pictures")
MOODS = (-1.0, 1.0)


def uploaded(client: WebClient, blocks: list[dict[str, Any]]) -> list[kit.Block]:
    """The charts among the blocks as image blocks; without those that could not be uploaded."""
    charts = [block for block in blocks if block["type"] == "data_visualization"]
    return [image for chart in charts if (image := _image(client, chart))]


def _image(client: WebClient, chart: dict[str, Any]) -> kit.Block | None:
    moods = chart["chart"].get("axis_config", {}).get("y_label") == "Mood"
    words = describe_chart(chart)
    try:
        png = BytesIO(draw_chart(chart, MOODS if moods else None))
        file_id = send_bytes(client, png, "chart.png", kit.cut(words, kit.MAX_ALT_TEXT))
        finish(client, file_id, "chart.png")
    except Exception as error:
        # Refused, not reached, or the scope files:write is missing: the tables must do.
        log.warning("a chart's picture was not uploaded", extra={"reason": reason_of(error)})
        return None
    return {
        "type": "image",
        "slack_file": {"id": file_id},
        "alt_text": kit.cut(words, kit.MAX_ALT_TEXT),
        "title": kit.plain(chart["title"], kit.MAX_SECTION // 2),
    }
