"""What people write to Waymark in messages: each part of one goes its way."""
