"""What the CloudFormation driver is made of: stacks and account settings."""
