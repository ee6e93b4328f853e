"""English: problems of extras and of the engines of `eval`."""

PROBLEMS: dict[str, tuple[str, str]] = {
    "PG930": (
        "{what} needs the package {package}, which is not installed",
        'Run: pip install "perfgoals[{extra}]"',
    ),
    "PG931": (
        "{engine} makes tables, and {format} is a report",
        "Write a table: -o results.parquet, or --format table. A report of so much is made by --engine python.",
    ),
    "PG932": (
        "python makes reports, and {format} is a table",
        "Leave out --engine python, or write a report: -o report.csv",
    ),
    "PG933": ('{option} cannot be "{text}"', "Write one of: {choices}"),
    "PG934": (
        "the engine gave up: {reason}",
        "More memory may help (--memory), or a folder for temporary files with more room (TMPDIR). Spark needs Java 17.",
    ),
    "PG935": (
        "{path} is no Parquet file, and a cluster reads no other",
        "Write the rows as Parquet where the cluster sees them, or leave out --master: then this machine scores them.",
    ),
    "PG936": (
        "{path} is no Parquet file, or was cut off",
        "Write or copy it once more, and see that nothing stops on the way. A CSV file does as well.",
    ),
}
