"""What Waymark does: one service a feature, and its ports to the outside."""
