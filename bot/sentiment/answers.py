"""Recognise answers and messages that say nothing: "Nothing", "n/a", "no comment", "test".

People type them where a survey or a form asks for a text: they are no pain.
"""

import re

MAX_CHARACTERS = 60

_NOTHING = re.compile(
    r"""[-–—./?\s]* | [\W_]*(?:
    (?:no|not|nope|nah|none|nil|null|nothing|n\W?a|n\W?a\W?n|nvm|yes|yep|ok|okay|sure|maybe|idk|dunno
      |tbd|tba|todo|wip|fyi|test|tests|testing|first|second|ping|hello|hi|hey|same|ditto|x+)
    (?:\W+(?:at\ all|really|yet|else|here|for\ now|now|so\ far|in\ particular|particular|special
      |specific|specifically|much|thanks|thank\ you|sorry|that\ i\ (?:can|could)\ think\ of|test
      |testing|again|comes?\ to\ mind|i\ can\ think\ of|to\ (?:add|say|report|mention|note|declare)
      |as\ (?:above|before)|today|this\ (?:time|week|month)|there|all|everyone|team|\d+|no|nothing
      |none))*
    | no\ (?:comments?|opinion|suggestions?|feedback|remarks?|input|preference)
      (?:\ (?:at\ all|yet|really|from\ me|sorry|for\ now))?
    | (?:i\ )?(?:can't|can\ not|cannot)\ think\ of\ (?:anything|any)(?:\ (?:right\ )?now)?
    | (?:i\ )?(?:don't|do\ not)\ (?:know|have\ any(?:thing)?(?:\ to\ (?:add|say))?)
    | (?:see|as|same\ as)\ (?:above|before|below)
    | not\ (?:applicable|sure|much)
    )[\W_]*""",
    re.VERBOSE,
)


def says_nothing(text: str) -> bool:
    """Return whether the whole text is an answer without content."""
    stripped = text.strip()
    if len(stripped) > MAX_CHARACTERS:
        return False
    return _NOTHING.fullmatch(stripped.lower().replace("’", "'")) is not None
