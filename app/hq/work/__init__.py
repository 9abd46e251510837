"""What HQ does with facts: services on a connection, without FastAPI. The caller owns the transaction."""
