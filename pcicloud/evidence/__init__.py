"""The evidence store: objects by their digest, an append-only log, signed checkpoints, and bundles to hand over."""
