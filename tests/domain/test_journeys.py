"""Journey templates and how a stage is found.

See docs/ARCHITECTURE.md, “Journeys and periods” and “Typed text”.
"""

import pytest

from domain.journeys import BUYER, CUSTOMER_SUCCESS, Template
from tests.bot.factories import journey


@pytest.mark.parametrize(
    ("template", "stages"),
    [
        (BUYER, "awareness consideration decision onboarding retention loyalty"),
        (CUSTOMER_SUCCESS, "purchase onboarding adoption retention expansion advocacy"),
    ],
)
def test_a_template_has_the_stages_of_the_design(template: Template, stages: str) -> None:
    assert [key for key, _ in template.stage_keys()] == stages.split()


@pytest.mark.parametrize(
    ("typed", "key"),
    [("onboarding", "onboarding"), ("ONB", "onboarding"), ("retension", "retention")],
)
def test_a_stage_is_found_by_name_prefix_or_near_miss(typed: str, key: str) -> None:
    its = journey()
    stage = its.stage(its.find_stage(typed).key)
    assert stage is not None
    assert stage.key == key


def test_an_unknown_stage_is_none() -> None:
    assert journey().stage("delivery") is None
    assert journey().stage(None) is None


def test_a_journey_cuts_time_in_its_own_zone() -> None:
    assert (journey().calendar.zone.key, journey().calendar.start_month) == ("UTC", 1)
