"""Pure values and rules of a customer journey map."""
