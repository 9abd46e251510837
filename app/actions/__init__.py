"""What staff do: rule, rows and outbox row in one transaction, and whole cards back."""
