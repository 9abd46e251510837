"""The screens. Each takes cards and verbs, and knows neither a database nor a network."""
