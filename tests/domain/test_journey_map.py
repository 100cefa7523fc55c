"""Which channels are physical (docs/ARCHITECTURE.md, “Journeys and periods”)."""

from domain.journey_map import PHYSICAL_CHANNELS, is_usually_physical
from domain.notes import CHANNELS


def test_in_person_packaging_and_print_are_physical_and_all_others_digital() -> None:
    physical = [channel for channel in CHANNELS if is_usually_physical(channel)]
    assert physical == ["in-person", "packaging", "print"]


def test_every_physical_channel_is_a_channel() -> None:
    assert set(CHANNELS) >= PHYSICAL_CHANNELS
