"""What is worth a second look in policies, and what shows it."""
