"""`app.py rescore`."""

import argparse
import sys
from typing import TextIO

from bot.domain.journey import WorkspaceId
from bot.usecases.catalogue import UseCases
from handlers.cli.progress import Progress


def rescore(use: UseCases, workspace: WorkspaceId, wanted: argparse.Namespace, out: TextIO) -> int:
    """Score all notes of a journey anew, with progress on a terminal."""
    progress = Progress(sys.stderr)
    done = use.rescore_notes(workspace, wanted.journey, progress.at)
    progress.end()
    out.write(
        f"{wanted.journey}: {done.notes:,} scored anew by {use.scorer.version}, "
        f"{done.changed:,} with another mood. Posted reviews stay as they are.\n"
    )
    return 0
