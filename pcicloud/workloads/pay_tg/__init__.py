"""Pay TG: a payment gateway with terminals beside the order PC, so that the merchant never has card data."""
