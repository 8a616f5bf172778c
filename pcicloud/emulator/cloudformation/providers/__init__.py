"""The resource types: one module a service, each with PROVIDERS. Adding a type is adding an entry there."""
