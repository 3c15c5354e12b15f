"""Engine floor: each engine translates the plan and adds no meaning. Engines don't know one another."""
