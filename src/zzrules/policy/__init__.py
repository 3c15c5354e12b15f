"""Policy floor: what legal staff wrote, typed, with positions, and checked. The only floor that knows YAML."""
