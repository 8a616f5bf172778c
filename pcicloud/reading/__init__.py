"""Pure parsers of what hosts keep in their files and say in their commands."""
