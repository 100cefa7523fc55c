"""Journeys and their stages."""

from dataclasses import dataclass
from typing import NewType
from zoneinfo import ZoneInfo

from bot.domain.names import Match, find, slug
from bot.domain.quarters import FiscalCalendar

WorkspaceId = NewType("WorkspaceId", str)

DEFAULT_TEAMS = ("marketing", "sales", "support", "product", "management")
DEFAULT_REVIEW_HOUR = 9


def is_direct_message(channel: str) -> bool:
    """Whether a Slack channel id is that of a direct message."""
    return channel.startswith("D")


@dataclass(frozen=True)
class Stage:
    """An ordered step of a journey."""

    id: int
    key: str
    name: str
    position: int
    objective: str | None = None
    milestone: str | None = None
    owner: str | None = None


@dataclass(frozen=True)
class Journey:
    """One mapped customer journey with its stages in order."""

    id: int
    key: str
    name: str
    time_zone: str
    fiscal_start_month: int
    review_hour: int
    home_channel: str | None
    stages: tuple[Stage, ...]

    @property
    def calendar(self) -> FiscalCalendar:
        """How this journey cuts time."""
        return FiscalCalendar(ZoneInfo(self.time_zone), self.fiscal_start_month)

    def stage(self, key: str | None) -> Stage | None:
        """The stage with that key, if there is one."""
        return next((stage for stage in self.stages if stage.key == key), None)

    def find_stage(self, typed: str) -> Match:
        """The stage somebody meant: by name, key, prefix or near miss."""
        return find(typed, {stage.key: stage.name for stage in self.stages})


@dataclass(frozen=True)
class Template:
    """A ready-made list of stages."""

    key: str
    name: str
    stages: tuple[str, ...]

    def stage_keys(self) -> tuple[tuple[str, str], ...]:
        """(key, name) of each stage in order."""
        return tuple((slug(name), name) for name in self.stages)


BUYER = Template(
    "buyer",
    "Buyer journey",
    ("Awareness", "Consideration", "Decision", "Onboarding", "Retention", "Loyalty"),
)
CUSTOMER_SUCCESS = Template(
    "customer-success",
    "Customer success journey",
    ("Purchase", "Onboarding", "Adoption", "Retention", "Expansion", "Advocacy"),
)
TEMPLATES = {template.key: template for template in (BUYER, CUSTOMER_SUCCESS)}
