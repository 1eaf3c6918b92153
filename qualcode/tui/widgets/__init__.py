"""The few widgets that screens are made of. Each draws its lines through ``drawing`` and decides nothing."""
