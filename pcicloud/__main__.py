"""`python -m pcicloud` is `pcicloud`."""

from pcicloud.cli.main import main

main()
