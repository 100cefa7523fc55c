"""What people see of the parts of a map: their forms and their lists."""
