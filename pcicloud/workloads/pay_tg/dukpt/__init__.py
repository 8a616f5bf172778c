"""DUKPT: a key for each transaction, which a terminal forgets and only the card zone can make again.

Of both standards (`aes`: ANSI X9.24-3, `tdes`: ANSI X9.24-1) the same parts: a key serial number, what a key is for,
the key with which a terminal begins, the host's way to a transaction's key, and the keys that a terminal holds. No
Python package of it is kept, so it is written here, pure, and held to the standards' vectors.
"""
