"""What people see of an import."""
