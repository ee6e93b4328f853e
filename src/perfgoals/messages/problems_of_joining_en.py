"""English: problems of joining rows, formulas, baselines, amendments and examples."""

PROBLEMS: dict[str, tuple[str, str]] = {
    "PG171": (
        'the aggregation "{rule}" of "{name}" makes no sense of the target "{target}"',
        'Write a ratio as "算法: numerator / denominator": over several units it is the ratio of the sums. Texts and dates can only stand each alone (逐项), or not be joined at all (不汇总).',
    ),
    "PG172": (
        'the reporting "{rule}" of "{name}" makes no sense of the target "{target}"',
        "Increments (当期) are added up. For ratios, texts and dates write 累计 (the latest counts), or give the ratio a 算法.",
    ),
    "PG173": (
        '"{change}" is a target against a baseline, and no baseline is written',
        "Write it in the next line, indented, for example: 基期: 70 公里 (2022)",
    ),
    "PG174": (
        'wrong kind of unit: the baseline "{baseline}" is {found}, but the target "{target}" is {wanted}',
        "Use a unit of one kind.",
    ),
    "PG175": ('the baseline "{text}" is no number with a unit', "Write it as: 70 公里 (2022)"),
    "PG176": (
        '"{change}" cannot be worked out from the baseline "{baseline}"',
        "The change of a ratio is in percentage points (较基期提高 5 个百分点), that of an amount a percentage or a unit of its kind.",
    ),
    "PG177": (
        'the amendment "{text}" has no day and new target',
        "Write it as: 2023-09-01 ≥ 70 公里",
    ),
    "PG178": (
        "the amendment of {day} is not later than the one before it ({last})",
        "Write amendments in the order of their days; one a day.",
    ),
    "PG179": (
        'the amended target "{amendment}" does not measure what the target "{target}" does',
        "What measures something else is another indicator: write a line of its own.",
    ),
    "PG180": (
        "the formula is too long or has too many brackets: more than {limit}",
        "Split it into several indicators.",
    ),
    "PG181": (
        "the formula makes no sense from here: {rest}",
        "Brackets come in pairs; the operators + - * / have blanks on both sides; a name with brackets or operators is quoted.",
    ),
    "PG182": (
        'the target "{target}" is no quantity, so it can have no formula',
        "Take the formula away, or write the target as a quantity.",
    ),
    "PG183": ('the example "{text}" cannot be read', "Write it as: 79.99 公里 → 未达成, 5.55分"),
    "PG184": (
        'the formula "{formula}" gives {left}, but the target "{target}" is {right}',
        "Check numerator and denominator, or the unit of the target.",
    ),
    "PG185": ('the formula of "{name}" comes back to itself', "Take one of the references away."),
    "PG186": (
        '"{item}" in the formula stands for several indicators: {choices}',
        "Write the name with its unit, quoted.",
    ),
    "PG187": (
        'these cannot be added: "{one}" is {left}, "{other}" is {right}',
        "Both sides must be of one kind.",
    ),
    "PG188": ('"{item}" in the formula is no quantity', "Take a quantity or a data item."),
    "PG189": (
        'the data item "{item}" would be {left} here, and is {right} in the formula of "{name}"',
        "One name is one thing: give each item a name of its own.",
    ),
    "PG190": (
        "the target is against {year}, and the baseline is {baseline}",
        "Write the baseline of {year}, or the change as 较基期.",
    ),
    "PG535": (
        'the indicator "{name}" has several periods, and nothing says how to join them',
        "Write 报送: 累计 (the latest counts) or 报送: 当期 (they add up) under the indicator.",
    ),
    "PG536": (
        'the indicator "{name}" has rows with and without a reporting unit',
        "Write the reporting unit in every row; a total is not reported beside its parts.",
    ),
    "PG537": (
        'the indicator "{name}" has several rows, and this one has no period',
        "Write the period in every row, such as 2023-07.",
    ),
    "PG538": (
        'the periods of the indicator "{name}" overlap: {one} and {other}',
        "Report each time once.",
    ),
    "PG539": (
        '"{name}" is worked out by its formula and not reported',
        "Report the items of the formula: {items}.",
    ),
    "PG540": (
        'in the formula of "{name}" the divisor "{divisor}" is 0',
        "Check this number; where it is 0 indeed, the indicator cannot be worked out.",
    ),
    "PG541": (
        'the two sides of "{formula}" measure different things: {left} and {right}',
        "Check the units of these items.",
    ),
    "PG542": (
        'the formula "{formula}" gives {left}, but the target is {right}',
        "Check the units of these items.",
    ),
    "PG543": (
        'the aggregation of "{name}" is 不汇总: what several reporting units say makes no value of the whole',
        "Have one unit report the whole. A ratio may be given a 算法 with 口径: 合计, and its parts be reported instead.",
    ),
    "PG544": (
        "this cell is a formula, and the file does not hold its value",
        "Open the file in Excel or WPS, let it work the value out, and save it; or write the value itself.",
    ),
    "PG545": (
        "the merged cells {cells} do not say which row and column they are of",
        "Take the merging away; each cell has one value of its own.",
    ),
    "PG546": (
        '"{path}" has no table of actuals: no sheet has both columns 指标 and 实际值 (sheets that were looked at: {sheets})',
        "Write 指标 and 实际值 in the head of the table; perfgoals template makes a form to fill in.",
    ),
    "PG547": (
        'the aggregation of the data item "{name}" is 逐项, and it has no target: what several reporting units say makes no one value of it',
        "To work the formula out for each unit, write 口径: 逐项 under its indicator; for all together, write 口径: 合计 for the item in the catalogue.",
    ),
    "PG548": (
        "semicolons stand between the cells of this file",
        'Save it with commas or tabs, such as from Excel as "Unicode Text"; a number has "." before its decimals then, not a comma.',
    ),
    "PG549": (
        "a number in scientific notation is not read: {actual}",
        "Write all its digits.",
    ),
    "PG550": (
        'the region "{region}" ({path}) is not in the table of regions',
        "Write its parent in the table of regions.",
    ),
    "PG551": ('the table of regions has a ring at "{region}"', "No region is its own parent."),
    "PG553": (
        "no indicator can be joined ({reasons})",
        "Write 口径 under the indicators or in the catalogue: 合计 for what is added up, 逐项 for what each part must reach.",
    ),
    "PG552": (
        "this row of the table of regions is wrong",
        "Two columns a row: region,parent; each region once.",
    ),
}
