"""All input and output: Slack, jobs, the command line, and the texts and pictures people see."""
