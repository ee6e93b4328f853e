"""Write Lark's parse tables anew after a change of the grammar: `python tests/make_tables.py`."""

from perfgoals.parsing.tables import PATH, tables_text

if __name__ == "__main__":
    PATH.write_text(tables_text(), encoding="utf-8")
