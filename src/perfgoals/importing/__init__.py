"""Official tables, read as they were printed."""
