"""English: problems of actuals and of the call. As in `problems_en`."""

PROBLEMS: dict[str, tuple[str, str]] = {
    # ---- actuals
    "PG501": (
        "this file is not text: neither UTF-8 nor GB18030 nor UTF-16",
        'Save it from Excel as "CSV UTF-8 (comma delimited)".',
    ),
    "PG502": (
        'the column "{column}" is missing; there are: {found}',
        "The first row names the columns, 指标 and 实际值 (indicator, actual) among them: mend the names, or add a row with them at the top.",
    ),
    "PG503": (
        '"{column}" is no column',
        "The columns are: region, indicator, actual, unit, period, reporting_unit, note.",
    ),
    "PG504": (
        'the column "{column}" stands twice',
        "Keep one, or give one of them another name (columns of other names are not read).",
    ),
    "PG505": (
        "broken CSV: {reason}",
        "Double quotes come in pairs, and one inside a text is written twice; Excel writes them right when it saves as CSV.",
    ),
    "PG506": (
        "there are no rows in this file",
        "The first row names the columns: region,indicator,actual,unit,note.",
    ),
    "PG507": (
        'this row has {found} cells where the header has {wanted} columns; the extra one is "{cell}"',
        'Text with a comma in it stands in double quotes, such as "1,234 公里"; a number needs no commas.',
    ),
    "PG508": ("this row names no indicator", "Write its name, or delete the row."),
    "PG509": (
        "this cell has {length} characters, more than {limit}",
        "No name and no actual is so long; keep long texts elsewhere.",
    ),
    "PG510": (
        'there is no indicator "{name}"',
        "Names are those of the target table; perfgoals template gives them all.",
    ),
    "PG511": ('"{name}" is not measured in "{unit}" ({dimension})', "There are: {choices}"),
    "PG512": (
        '"{name}" could be more than one indicator',
        "Write the unit to tell them apart: {choices}",
    ),
    "PG513": (
        'unknown unit "{unit}"',
        "Mend the unit column, or leave it blank: then it is the unit of the target.",
    ),
    "PG514": (
        'the actual "{actual}" is not a number',
        "Write a number, with its unit if you like, such as {example}; leave it blank if nothing was reported.",
    ),
    "PG515": (
        'the actual "{cell}" does not agree with the unit "{unit}" that is written beside it',
        "Write the unit once, or the same unit twice.",
    ),
    "PG516": (
        'wrong kind of unit: the actual "{actual}" is {found}, but the indicator is measured in "{unit}", which is {wanted}',
        "Mend the unit, or check whether it is the right row.",
    ),
    "PG517": (
        'the actual "{actual}" has no %: is it a share or a percentage?',
        "Write the % of a percentage.",
    ),
    "PG518": (
        'the scale of "{actual}" and the unit "{unit}" can be read in two ways',
        "Write number and unit together, and take the other unit away.",
    ),
    "PG519": (
        "the actual cannot be below zero: {actual} ({dimension})",
        "Check the number and take the minus sign away; leave it blank if nothing was reported.",
    ),
    "PG520": (
        'the indicator "{name}" has several rows, and nothing says how to join them',
        "Of several reporting units: write 口径 under the indicator (合计 平均 最低 最高 逐项 不汇总). Of several periods: write 报送 (累计 当期). Delete what is there twice.",
    ),
    "PG521": ("satisfaction cannot be above 100%: {actual}", "Check the number."),
    "PG522": (
        'the actual "{actual}" is not a date',
        "Write 2023-12-31, 2023/12/31 or 2023年12月31日.",
    ),
    "PG523": (
        'the actual "{actual}" does not say whether "{text}" was achieved',
        "Write met, partial or missed, with a share if you like, such as: partial 70%.",
    ),
    "PG524": (
        "the share does not lie in its band: {actual}",
        "The shares of this outcome are {band}.",
    ),
    "PG525": (
        'unknown period "{period}"',
        "Write 2023, 2023-07, 2023Q3, 2023H1 or 2023-01/2023-07.",
    ),
    "PG526": (
        'the period "{period}" is not in the year {year}',
        "Check the period, or use that year's target table.",
    ),
    "PG527": (
        "the actual {actual} is outside the possible values {values}",
        "Check the number; if it is right, mend the values of this indicator in the catalogue.",
    ),
    "PG528": (
        'the period "{period}" ends before it begins',
        "Write the earlier one first.",
    ),
    "PG529": (
        '"{actual}" is a date, and the target is a quantity',
        "A spreadsheet makes a date of 3-5 or 3/5: give the cell the format General, and type the number again.",
    ),
    "PG530": (
        'there are no rows for the region "{region}" in {path}',
        "The regions in the file: {regions}. Check the region column, or take the file of this region.",
    ),
    "PG531": (
        "there is no year, so nothing says what is due",
        'Write "year: 2023" in the header, or a "deadline:" for every indicator.',
    ),
    "PG532": (
        "this row has no region, and there are target tables of several regions",
        "Write the region in its column; there are target tables of {regions}.",
    ),
    "PG533": (
        'there is more than one target table for the region "{region}"',
        "Evaluate them one by one.",
    ),
    "PG554": (
        'the region "{region}" can be any of {regions}: the rows name more than one of them',
        "Write the region of the table whole, with its ending.",
    ),
    "PG534": (
        "there is no actual value in {path}",
        "Fill it in first; perfgoals template makes a form to fill in.",
    ),
    # ---- the call
    "PG901": (
        'no idea what to do with "{argument}"',
        "Target tables are .pg files or folders, actuals are .csv, .tsv or .xlsx files.",
    ),
    "PG902": (
        "no target table was given (a .pg file or a folder)",
        "For example: perfgoals eval shantou.pg actuals.csv",
    ),
    "PG903": (
        "no actuals were given (a .csv or .xlsx file)",
        "For example: perfgoals eval shantou.pg actuals.csv; perfgoals template makes a form to fill in.",
    ),
    "PG904": (
        "{argument} cannot be read for this",
        "Reports are made from .csv and .xlsx; tables (eval -o results.parquet) from .csv and .parquet.",
    ),
    "PG905": ('no file matches "{argument}"', "Check the path."),
    "PG906": ('"{text}" is not a date', "Write 2023-12-31."),
    "PG907": (
        '--fail-on does not know "{text}"',
        "Write missed, unreported, partial, below:80, with commas between.",
    ),
    "PG908": ('there is no command "{verb}"', "perfgoals --help lists them all."),
    "PG909": (
        "wrong use of the command: {reason}",
        "{command} --help shows the use and an example.",
    ),
    "PG911": (
        'there is no language "{text}"',
        "Write zh (Chinese) or en (English).",
    ),
    "PG912": (
        'the output "{path}" is one of the inputs',
        "Use another name.",
    ),
    "PG913": (
        "cannot write {path}: {reason}",
        "Check that the folder is there and that the file is not open in Excel.",
    ),
    "PG914": (
        'there is no format "{text}"',
        "Write one of: {choices}",
    ),
    "PG915": (
        'there is no rule "{text}"',
        "docs/rules.md lists them all.",
    ),
    "PG916": (
        'unknown option "{option}"',
        "{command} --help lists the options.",
    ),
    "PG910": (
        "the files only define something; there is no indicator or task",
        "Give a .pg file that has indicators.",
    ),
}
