"""From a file as found to a clean, segmented PolicyDocument in the catalogue."""
