"""Values and rules of customer journeys, with the standard library only."""
