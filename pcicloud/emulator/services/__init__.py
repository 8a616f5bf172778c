"""What moto lacks: one module a service, each with SERVICE (boto3's client name) and OPERATIONS."""
