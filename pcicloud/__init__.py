"""pcicloud builds a PCI DSS environment, looks at it, judges it, and writes down what an assessor needs."""

__version__ = "0.1.0"
