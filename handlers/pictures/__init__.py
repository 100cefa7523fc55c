"""What people see as a picture: pure functions from values to PNG, and to the words for it."""
