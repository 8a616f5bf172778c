"""What a terminal and the card zone say to each other: ISO 8583 with a length before each message."""
