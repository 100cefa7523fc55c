"""Files of rows, whoever brings them: the command line, or somebody who drops one in Slack."""
