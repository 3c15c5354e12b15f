"""What scenarios show of policies, point by point, and a record for each point that none shows."""
