"""English. A problem has a sentence and an advice (perhaps empty); both may hold placeholders."""

PROBLEMS: dict[str, tuple[str, str]] = {
    # ---- files
    "PG001": ("no such file: {path}", "Check the path and the name."),
    "PG002": (
        "cannot open {path}: {reason}",
        "If the file is open in Excel or an editor, close it first.",
    ),
    "PG003": (
        "this file is not UTF-8 (it looks like GB18030/GBK)",
        "Save it as UTF-8 in your editor.",
    ),
    "PG004": ("this file is not text", "A target table (.pg) is plain text in UTF-8."),
    "PG005": ("the file {path} is too large: over {limit} MB", "Split it into smaller files."),
    "PG006": ("there is no .pg file in the folder {path}", "Target tables have the ending .pg."),
    "PG007": (
        "{path}: its canonical text would not mean the same, so nothing was changed",
        "This is a mistake of this program: please send the file to its maintainers. The file is as it was.",
    ),
    "PG008": (
        "this specification cannot be written as text: {path}",
        "Names and texts must hold no line break and no blanks at their ends.",
    ),
    # ---- lines and blocks
    "PG101": (
        "there is no indicator in this file",
        'Write at least a group and an indicator: "output", then, indented, "sewer laid >= 80 km".',
    ),
    "PG102": (
        'there is nothing under "{name}": is an operator missing?',
        'Write an indicator as "name >= number unit" or "name: text"; the lines of a group are indented.',
    ),
    "PG103": (
        "this indentation matches no level above: this line begins with {found}, those above with {inner} or {outer}",
        "Begin lines of one level with exactly the same white space: {inner} or {outer} (no mix of tabs and spaces).",
    ),
    "PG104": ("blocks are nested more than {limit} deep", "Use fewer levels of indentation."),
    "PG105": (
        "this line has {length} characters, more than {limit}",
        'Long text goes on in the next lines: indented, beginning with "|".',
    ),
    "PG107": (
        'there is "{text}" behind the closing quote',
        "After a quoted name only a colon or an operator may stand.",
    ),
    "PG108": ("the quote is never closed: {text}", "Add the closing quote."),
    "PG109": (
        'this line has no name, it begins with "{sign}"',
        "Write the indicator's name in front.",
    ),
    "PG110": (
        '"{name}" is no header key; before the first group only the header may stand',
        'The header has: fund, region, year, document, provincial department, department, amount, goal, method, use. If it is an indicator, write its group first (such as "output") and indent it.',
    ),
    "PG111": (
        "nothing indented may stand here",
        "Take the indentation away, or check whether the line above is complete.",
    ),
    "PG112": (
        'there is nothing behind the colon or operator of "{name}"',
        "Write the target value; if it is a group, take the colon away.",
    ),
    "PG113": (
        '"{key}" belongs to the header, before the first group',
        "Move the line to the top of the file; if it is an indicator's name, put it in quotes.",
    ),
    "PG114": (
        '"{key}" is an attribute of an indicator and cannot stand here',
        "Write it indented under its indicator; if it is an indicator's name, put it in quotes.",
    ),
    "PG115": (
        '"{name}" is no attribute; under an indicator only its attributes may stand',
        "Attributes are: weight, direction, aggregation, reporting, deadline, scoring, formula, baseline, amendment, source, basis, note, example. If it is another indicator, take the extra indentation away.",
    ),
    "PG116": (
        '"{text}" cannot stand here',
        "{place}",
    ),
    "PG117": (
        '"{name}" is a keyword and cannot be an indicator\'s name as it stands',
        "If it is the name, put it in quotes.",
    ),
    "PG118": ('"{key}" is written twice', "Keep one."),
    "PG119": (
        '"{name}" is no part of a scoring method',
        "A method has: based on, weights, rules, bands, over completion, grades.",
    ),
    "PG120": (
        'there is nothing behind "{key}"',
        "Write its value after the colon; without one delete the line.",
    ),
    "PG121": (
        'the weight "{weight}" makes no sense',
        'A weight is a number in square brackets, such as [6] or [6.5]; behind "weight:" it is 6.',
    ),
    "PG122": ('the deadline "{text}" is not a date', "Write 2023-10-31, or: long term."),
    "PG123": (
        "the weight is written twice: {written} and {weight}",
        'Keep one: in the brackets behind the indicator, or behind "weight:".',
    ),
    "PG124": ('unknown direction "{text}"', "Write up (more is better) or down (less is better)."),
    "PG125": (
        'the target "{target}" has no direction',
        "A direction (more is better, less is better) is for a target that is a number to be reached; take this line away.",
    ),
    "PG126": (
        'the direction "{direction}" contradicts the target "{target}"',
        "The operator already says the direction: take this line away or mend the operator.",
    ),
    # ---- methods
    "PG130": (
        'unknown scoring rule "{rule}"',
        "The rules are: proportional, deduction, reciprocal, direct.",
    ),
    "PG131": (
        '"{part}" is no part of a scoring rule',
        'After the rule may stand "pass line 60%" and "full line 90%", each once, between 0 and 100%.',
    ),
    "PG132": (
        'the over completion "{text}" is not a percentage of 100% or more',
        "For example: over completion: 130%",
    ),
    "PG133": ('"{name}" is no qualitative band', "The bands are: met, partial, missed."),
    "PG134": ('"{cell}" is not a lower bound', "Write ≥ and a number."),
    "PG135": ('"{text}" needs a weight above 0', "For example: output [50]"),
    "PG136": (
        'the method "{method}" is incomplete; missing: {missing}',
        'Add it, or start from a standard method with "based on: 财预〔2020〕10号".',
    ),
    "PG137": (
        'there is no scoring method "{name}"',
        'There are: {known}; another one must be defined in the file with "define:".',
    ),
    "PG138": (
        'the scoring method "{name}" is already defined',
        'Use another name; to change a standard method, use "based on".',
    ),
    "PG139": (
        'the scoring "{scoring}" of "{name}" is not defined in the method "{method}"',
        "Write proportional, deduction, reciprocal, direct, or a name from the method's rules.",
    ),
    # ---- header and table
    "PG140": ('the year "{text}" is not a year', "Write four digits, such as 2023."),
    "PG141": (
        'the amount "{amount}" is not an amount of money above 0',
        "Write a number and a currency, such as 12 million CNY; without a number write a text.",
    ),
    "PG142": (
        'the language version "{version}" is newer than {newest}, the newest that is supported, or no version',
        'Write "language: 1"; if the file is of a newer version indeed, upgrade perfgoals.',
    ),
    "PG143": (
        'the top group "{name}" stands twice',
        "Put the two together: a level has its points once.",
    ),
    "PG144": (
        'the indicator "{name}" stands twice, with the same name and the same kind of unit',
        "Delete one, or rename it.",
    ),
    "PG145": (
        '"{name}: {value}" has no direction: with a target of 0, is less better, or is 0 the least?',
        "",
    ),
    "PG146": ('"{name}: {value}" has no direction: under cost, is it at most or at least?', ""),
    "PG147": (
        '"{name}: {value}" has no direction: of what is called "{word}" less is usually better',
        "",
    ),
    "PG148": (
        'the scoring "{scoring}" of "{name}" does not fit the target "{target}"',
        "proportional is for upward targets, deduction and reciprocal for downward ones, direct for any; a full line only for upward percentages.",
    ),
    "PG149": (
        '"{name}" cannot be scored by "{scoring}"',
        "up takes proportional or direct, down takes deduction, reciprocal or direct; a full line belongs to a group (such as satisfaction).",
    ),
    "PG154": (
        'the weights of the method "{method}" add up to {sum}, not 100 ({parts})',
        'Mend the weights of the groups so that they make 100; with "based on" the weights are written in full too.',
    ),
    "PG157": (
        'what "{key}" holds stands in the lines below it, indented',
        "Write in the next line, indented, for example: {example}",
    ),
    "PG160": (
        '"{path}" cannot be used here: there is no folder to look in',
        "Read the spec from its file with perfgoals.load.",
    ),
    "PG161": (
        'the definition of the unit "{text}" is incomplete',
        "",
    ),
    "PG162": (
        '"{unit}" is a unit already, or cannot be the name of one',
        "A known unit cannot be defined anew, and the name of a unit holds no digits, blanks or operators; use another name.",
    ),
    "PG163": (
        'the indicator "{name}" is defined twice',
        "Keep one.",
    ),
    "PG164": (
        'unknown word "{text}"',
        "Write one of: {choices}",
    ),
    "PG165": (
        'the values "{text}" are not a range of numbers',
        'Write ">= 0 km" or "0~100%".',
    ),
    "PG166": (
        'the file "{path}" lies outside the folder that may be used',
        "Put it into the folder of the target tables.",
    ),
    "PG167": (
        '"{path}" uses this file in turn: a cycle',
        "Take one of the two away.",
    ),
    "PG168": (
        'there is no file "{path}" to use',
        "The path starts from the folder of this file; check the name, or put the file there.",
    ),
    "PG169": (
        '"{path}" has targets or tasks and cannot be used',
        "Only definitions can be used: indicators, units, methods.",
    ),
    "PG155": (
        'the lines of "{part}" do not go down: "{one}" is not below "{other}", the one above it',
        "Each lower bound is below the one above.",
    ),
    "PG158": (
        'nothing says which light is the worse one: "{one}" or "{other}"',
        "The sections 进度 and 达标 have one order, the best first: write a light that both know in both, in the same order.",
    ),
    "PG156": (
        'the method "{name}" is based on itself, in a ring',
        "Let one of them start from a standard method, such as 财预〔2020〕10号.",
    ),
    "PG170": (
        'a line that begins with "|" must be indented',
        "Put white space in front.",
    ),
    # ---- tasks
    "PG150": (
        'the task "{name}" has no type',
        'Write "type: binding" or "type: guiding".',
    ),
    "PG151": (
        'unknown type of task "{text}"',
        "Write binding or guiding.",
    ),
    "PG152": (
        '"{name}" looks like a mistyped key of a task, not like a target',
        "If it is a target's name, word it differently.",
    ),
    "PG153": (
        'the target "{name}" of a task cannot have a weight',
        "Weights belong to the indicators of the table.",
    ),
    # ---- values and units
    "PG201": (
        'unknown unit "{unit}"',
        "{advice}",
    ),
    "PG202": (
        '"{word}" in the bracket at the end of the name is no known unit, and the number has none',
        'Write the unit behind the number, such as "≥ 80 个"; the word in the bracket may stay in the name.',
    ),
    "PG203": (
        'two units that differ: "{one}" and "{other}"{sides}',
        "A unit given twice must be the same; delete one or mend it.{same}",
    ),
    "PG204": (
        "a number of {digits} characters: more than {limit} digits",
        "Check whether it was typed wrongly.",
    ),
    "PG205": (
        'the thousands separators of "{number}" are wrong',
        'A comma stands before each three digits, as in 1,234.5; or write none: {digits}. If the comma is a decimal point, write ".".',
    ),
    "PG206": ('"{before}" in front contradicts "{after}" ({sign}) behind', "Keep one of them."),
    "PG207": ("there is no target value", "Write a number or a text."),
    "PG208": (
        '"{operator}" cannot stand before a date: {value}',
        'Write a colon for "{operator}", such as "completed: {value}"; "≤" would do as well and means the same.',
    ),
    "PG209": (
        '"{operator}" cannot stand before a range: {value}',
        'Write a colon for "{operator}", such as "courses: {value}".',
    ),
    "PG210": ("no calendar has this day: {date}", "Check year, month and day."),
    "PG211": ("the period ends on {last}, before it begins on {first}", "Check the two dates."),
    "PG212": ('the date "{date}" has no year', 'Write the year, or "year: 2023" in the header.'),
    "PG213": (
        "the target value has more than {limit} characters",
        'Write long text under "note:", or go on in lines that begin with "|".',
    ),
    "PG214": (
        '"{cell}" is an approximation, which is no target',
        "A target is a definite number; say whether it is at least or at most.",
    ),
    "PG215": (
        '"{cell}" is a change: against what?',
        'Write "{change}", and in the next line, indented, the number of the baseline, such as "基期: {baseline}"; or write a definite value.',
    ),
    "PG216": (
        '"{cell}" is not a complete date',
        "Write the day by which it is done, such as 2023-12-31 or 2023年12月底.",
    ),
    "PG217": ('"{cell}" is not a complete range', 'Write "1~2 units".'),
    "PG218": (
        'behind "{operator}" a number must stand, not the text "{text}"',
        'A text target has a colon: write one for "{operator}", such as "income of residents: {text}".',
    ),
    "PG219": (
        'the text "{text}" holds digits or signs: is it a target or a text?',
        "If it is a text target, put it in quotes.",
    ),
    "PG220": (
        "the ends of the range are swapped: {low} is above {high}",
        "Write the smaller one first.",
    ),
    "PG221": (
        '"{cell}" has a sign and no number',
        "Write the number.",
    ),
    "PG222": (
        'there is no number behind "{operator}"',
        "Write the number and its unit.",
    ),
    "PG223": (
        '"{word}" is no operator here',
        "",
    ),
    "PG224": (
        'a range of signed numbers cannot be joined by "-": {cell}',
        'Join it by "~".',
    ),
    "PG225": (
        '"{unit}" is a unit without a number',
        "Write the number.",
    ),
    "PG226": (
        '"{cell}" has a number in words',
        "Write it in digits, such as 30 people or 2023-12-31.",
    ),
    "PG227": (
        '"{name}" is {wanted} (预算执行数 divided by 金额), but the target "{target}" is {found}',
        "Write a percentage. An amount of money is the target of another indicator.",
    ),
    "PG228": ('which month "{date}" means cannot be told', "Write year and month."),
    # ---- weights
    "PG401": (
        'the weight of "{name}" must be above 0',
        "Write a positive weight, or none: then it shares equally with the others.",
    ),
    "PG402": (
        "the weights of the groups add up to {sum}, not {wanted}; {gap} off ({parts})",
        "Mend the weights of the groups so that together they make what they should, or exactly 100.",
    ),
    "PG403": (
        'the method "{method}" has no weight for the group "{name}"',
        "Write a weight behind the group, such as [30].",
    ),
    "PG404": (
        "there are no points for the indicators that stand outside any group",
        "Put them in a group, and give the group a weight.",
    ),
    "PG405": (
        "the written weights add up to {sum} and use up the {wanted} there are: nothing is left for the groups without one, {name} ({parts})",
        "Lower the written weights, or write one for every group.",
    ),
    "PG406": (
        'the weights inside "{name}" add up to {sum}, not {wanted}; {gap} off ({parts})',
        "Mend them so that they make exactly the group's weight.",
    ),
    "PG407": (
        'the weights inside "{name}" add up to {sum} ({parts}), and the group has {wanted}: nothing is left for the other indicators',
        "Lower the written weights, or raise the group's.",
    ),
    "PG917": (
        'there is no indicator named "{name}"',
        "Write its name or a part of it; perfgoals show lists all names.",
    ),
    "PG918": ("no indicator is named", "Write: perfgoals why SPEC.pg INDICATOR ACTUALS.csv"),
    "PG919": ('there is no code "{text}"', "perfgoals explain lists them all."),
    "PG920": ("no day is named to monitor as of", "Write: --as-of 2023-06-30"),
    "PG921": (
        'the monitoring method "{method}" has no light "{text}"',
        "There are: {choices}, or unreported. red, yellow, green and blue stand for 红, 黄, 绿 and 蓝.",
    ),
    "PG922": ("two specs are compared, {count} were given", "Write: perfgoals diff OLD.pg NEW.pg"),
    "PG926": ('{option} takes a whole number, not "{text}"', "Such as: {option} 100"),
    "PG927": (
        "the file of laws {path} does not run: {reason}",
        "Mend the Python file; it adds laws with @law of perfgoals.testing",
    ),
}
