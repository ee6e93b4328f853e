"""Write the tables that are worked out beforehand anew, after a change of the grammar or of the units:
`python tests/make_tables.py`."""

from perfgoals import units
from perfgoals.parsing.tables import PATH, tables_text

if __name__ == "__main__":
    PATH.write_text(tables_text(), encoding="utf-8")
    units.TABLE.write_text(units.table_text(), encoding="utf-8")
