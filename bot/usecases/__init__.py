"""One file per thing a person, the clock or an engineer can ask for."""
