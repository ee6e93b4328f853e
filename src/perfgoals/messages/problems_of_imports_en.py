"""English: what is wrong with a document that is imported, and what is doubtful in it. Message, then advice."""

PROBLEMS: dict[str, tuple[str, str]] = {
    "PG601": (
        '"{path}" is no document that can be imported',
        "These can: {kinds}. Save a PDF, an old .doc or .xls as .docx or .xlsx first.",
    ),
    "PG602": (
        '"{path}" is damaged, or is not what its ending says',
        "Open it in Office or WPS, save a copy and take that; text files are UTF-8 or GB18030.",
    ),
    "PG603": (
        '"{path}" has no target table and no task list',
        "A target table has the headings 三级指标 and 指标值, a task list 任务名称 and 任务性质.",
    ),
    "PG604": (
        'a table of "{path}" is too large: more than {limit} filled cells, or rows and columns too far apart',
        "Delete what is outside of the tables, or make several files.",
    ),
    "PG605": (
        '"{path}" is too large when unpacked (at most {limit} MB)',
        "Delete pictures and attachments, save a copy and take that.",
    ),
    "PG606": (
        "the quotes of the CSV file do not pair: {reason}",
        "Open it in Excel and save it as CSV again; a quote inside a cell is written twice.",
    ),
    "PG607": (
        'to read "{path}", an extra is needed that is not installed',
        'Install it: pip install "perfgoals[{extra}]"',
    ),
    "PG608": (
        '"{path}" is of the old format (.xls, .doc), or is locked with a password',
        "Open it in Office or WPS, take the password off, and save it as .xlsx or .docx.",
    ),
    "PG611": (
        '"{name}" has no target value',
        "Find out the target and write it, for instance: {name} ≥ 80 公里",
    ),
    "PG612": (
        '"{cell}" is an error of the spreadsheet, and no value',
        "Mend the formula in the document and import it again, or write the target.",
    ),
    "PG613": (
        'it is not plain whether the row of "{cell}" is a level, an indicator or a value',
        "Compare with the document and write the indicator; what is none can stay out.",
    ),
    "PG614": ('unknown sign "{operator}"', "Use ≥, ≤, >, <, =, or 定性 for a text."),
    "PG615": (
        '"{one}" and "{other}" contradict each other',
        "Compare with the document and decide which of them holds.",
    ),
    "PG616": (
        '"{cell}" is merged over several rows; it is not plain whose value it is',
        "Compare with the document and write each indicator's own target.",
    ),
    "PG617": (
        'it is not plain how many points "{weight}" is',
        "Compare with the document and write them behind the target, for instance [10分].",
    ),
    "PG618": (
        'the amount "{amount}" has no unit',
        "Write the unit, for instance: 金额: {amount} 万元",
    ),
    "PG619": (
        'the cells of the task in the row of "{cell}" cannot be told apart',
        "Compare with the document and write the task.",
    ),
    "PG620": (
        '"{value}" and its % stand apart and make {target}; it may be a share, which is a hundred times as much',
        "Compare with the document which one is meant.",
    ),
    "PG923": (
        "there are such files already: {paths}",
        "Name another folder, or replace them with --force.",
    ),
    "PG924": ("no folder is named to write into", "Write: perfgoals import DOCUMENT -o FOLDER"),
    "PG925": ("one document is imported at a time", "Write: perfgoals import DOCUMENT -o FOLDER"),
}
