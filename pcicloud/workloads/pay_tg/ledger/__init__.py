"""Every attempt at a payment, all that happened to it, and what must still be done: durable before it is true."""
