"""Ready-made lists of stages a journey can start from."""

from dataclasses import dataclass

from bot.domain.names import slug


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
