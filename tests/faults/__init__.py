"""What holds of the outbox when processes die or pause and Slack answers badly."""
