"""English: what `check` finds. As in `problems_en`."""

PROBLEMS: dict[str, tuple[str, str]] = {
    "PG301": (
        'one promise, two values: "{name}" is {one} in {there} and {other} in {here}',
        "Decide which is right and mend the other.",
    ),
    "PG302": (
        'the task "{task}" promises "{name}: {target}", for which the table has no indicator',
        "Add the indicator to the table, or take the promise from the task.",
    ),
    "PG303": (
        'no task stands behind the indicator "{name}", as one does in {count} of {of} regions',
        "Add the task, or ask whether the indicator belongs here.",
    ),
    "PG304": (
        '"{name}" stands under {levels}, not under {wanted}',
        "Move it to that group; merged cells often shift rows like this.",
    ),
    "PG305": (
        'the target {target} of "{name}" departs from the catalogue, which has {wanted}',
        "Mend the unit or the direction, or the catalogue.",
    ),
    "PG306": (
        'the target of "{name}" is {target}, where {count} other regions have {wanted}',
        "Check whether it was copied wrongly.",
    ),
    "PG307": (
        'the name "{name}" is nearly "{other}"',
        "If they are one indicator, use one name.",
    ),
    "PG308": (
        'the target {target} of "{name}" is outside 0–100%',
        "Check the number and its unit.",
    ),
    "PG309": (
        'the target {target} of "{name}" points the wrong way for "{word}"',
        "Check the operator.",
    ),
    "PG310": (
        'the target {target} of "{name}" decides nothing: every actual meets it, or none can',
        "Set one that tells good from bad.",
    ),
    "PG311": (
        'the target {target} of "{name}" has no unit',
        "Write one, or the unit of an actual cannot be checked.",
    ),
    "PG312": (
        'the bound {bound} of the grade "{grade}" in the method "{method}" leaves a gap or cannot be reached',
        "The lowest grade begins at 0, and none is above 100.",
    ),
    "PG313": (
        '"{name}" is defined and never used',
        "Delete it, or check whether a name is misspelled.",
    ),
    "PG314": (
        'the deadline {date} of "{name}" is outside the year {year}',
        "Check the year.",
    ),
    "PG315": (
        "doubled words: {text}",
        'Take one "{word}" away.',
    ),
    "PG316": (
        "a text that is cut off: {text}",
        "Add what is missing.",
    ),
    "PG317": (
        'a bracket in "{name}" opens full-width and closes half-width, or the other way round',
        "Write {fixed}.",
    ),
    "PG318": (
        "there is no {code} to ignore here",
        "Delete the comment.",
    ),
    "PG319": (
        "{code} is ignored without a reason",
        "Write the reason behind the code, such as: as printed.",
    ),
    "PG320": (
        '"{text}" is worded otherwise than in the other regions: "{wanted}"',
        "Check whether a word is missing.",
    ),
    "PG321": (
        'the task "{name}" has "{text}" where the other regions have "{wanted}"',
        "Check whether merged cells shifted it.",
    ),
    "PG351": (
        'the name "{name}" holds the unit "{unit}", which the value has too',
        "The name need not repeat it.",
    ),
    "PG352": (
        '"{name}" is set by "=" ({target}): more than that is missed too',
        'Use ">=" if more is welcome.',
    ),
    "PG353": (
        '"{name}" stands under cost and has a floor: {target}',
        "Check the direction.",
    ),
}
