"""What Waymark is: values, rules and what a person can ask for. No Slack, no SQL, no clock."""
