"""Products that run on what pcicloud builds."""
