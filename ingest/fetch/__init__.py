"""Official pages from the web, politely and safely: addresses in, files for ingestion out."""
