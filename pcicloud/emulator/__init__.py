"""The embedded AWS: one local process that answers the AWS API, so that nobody needs an account to try pcicloud."""
