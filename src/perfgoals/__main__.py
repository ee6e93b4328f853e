"""`python -m perfgoals` is the command."""

from perfgoals.cli import main

raise SystemExit(main())
