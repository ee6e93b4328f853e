"""A scorecard, a spec or a list of problems as text, CSV or JSON. Pure: strings in, strings out."""
