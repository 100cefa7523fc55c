"""What a customer journey is: pure values and rules, standard library only."""
