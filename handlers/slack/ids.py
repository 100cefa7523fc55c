"""All ids that Slack sends back: commands, callback, block and action ids.

Their values are in messages that were posted: a value never changes, whatever its name is.
"""

import re
from enum import StrEnum


class Command(StrEnum):
    """Slash commands, as in app.yaml."""

    TOUCHPOINT = "/touchpoint"
    PAIN_POINT = "/painpoint"
    OPPORTUNITY = "/opportunity"
    KPI = "/kpi"
    JOURNEY = "/journey"


class Shortcut(StrEnum):
    """Callback ids of shortcuts, as in app.yaml."""

    SAVE_MESSAGE = "save_message"
    ADD_NOTE = "add_note"


class View(StrEnum):
    """Callback ids of modals."""

    CAPTURE = "capture_note"
    EDIT_NOTE = "edit_note"
    MOVE_NOTE = "move_note"
    JOURNEY = "edit_journey"
    NEW_JOURNEY = "new_journey"
    SETTINGS = "settings"
    STAGE = "edit_stage"
    ARCHIVE_STAGE = "archive_stage"
    PERSONA = "edit_persona"
    TOUCHPOINT = "edit_touchpoint"
    KPI = "edit_kpi"
    READING = "add_reading"
    IMPORT_COLUMNS = "import_columns"
    PLACE_MANY = "place_many"
    SIGN_OFF = "sign_off_review"
    ANSWER_QUESTIONS = "answer_questions"
    NEW_IMPROVEMENT = "new_action"
    EDIT_IMPROVEMENT = "edit_action"
    RENAME_THEME = "rename_theme"
    MERGE_THEMES = "merge_themes"
    MOVE_THEME_NOTES = "move_theme_notes"
    TRACK_THEME = "track_theme"
    SORT_PAINS = "sort_pains"
    NAME_NOTE_THEME = "name_note_theme"
    CHOOSE_NOTE_THEME = "choose_note_theme"
    PROMPT = "edit_prompt"
    ANSWER_PROMPT = "answer_prompt"


class CaptureField(StrEnum):
    """Block and action ids of the inputs in the capture modal."""

    TEXT = "text"
    KIND = "kind"
    JOURNEY = "note_journey"
    STAGE = "stage"
    TOUCHPOINT = "touchpoint"
    NEW_TOUCHPOINT = "touchpoint_name"
    FEELING = "feeling"
    SEVERITY = "severity"
    TEAM = "team"
    VIA = "via"
    SOURCE = "source"
    PERSONA = "persona"
    PERSONA_CHOICE = "persona_choice"
    DAY = "day"
    ANONYMOUS = "anonymous"
    # No input: the prompt that the note answers.
    PROMPT = "prompt"


class ReadingField(StrEnum):
    """Block and action ids of the inputs in the form of a KPI's value."""

    KPI = "reading_kpi"
    NEW = "reading_new"
    VALUE = "reading_value"
    DAY = "reading_day"
    SOURCE = "reading_source"


class InboxField(StrEnum):
    """Block and action ids of the inputs in the form that places many notes."""

    NOTES = "tray_notes"
    STAGE = "tray_stage"


class SignOffField(StrEnum):
    """Block and action ids of the inputs in the form that signs a review off."""

    STAGES = "stages"
    SIGNATURE = "signature"
    COMMENT = "comment"


class ImprovementField(StrEnum):
    """Block and action ids of the inputs in the form of an improvement."""

    TITLE = "title"
    WHY = "why"
    STAGE = "stage"
    OWNER = "owner"
    IMPACT = "impact"
    EASE = "ease"
    RESOURCES = "resources"
    EXPECTED_RETURN = "expected_return"
    KPI = "kpi"
    DUE = "due"


class ThemeField(StrEnum):
    """Block and action ids of the inputs in the forms about themes.

    Where a form holds several of a kind, `.` and a number follow.
    """

    NAME = "theme_name"
    OTHER = "theme_other"
    OTHERS = "theme_others"
    NOTES = "theme_notes"
    WORDS = "theme_words"


class PromptField(StrEnum):
    """Block and action ids of the inputs in the forms about prompts."""

    QUESTION = "question"
    WEEKDAYS = "weekdays"
    HOUR = "hour"
    EVERY_WEEKS = "every_weeks"
    ABOUT = "about"
    VALUE = "kpi_value"
    # No input: the KPI that the value is of.
    KPI = "kpi"


class ThemeOperation(StrEnum):
    """What a theme's menu offers."""

    RENAME = "rename"
    MERGE = "merge"
    MOVE = "move"
    TRACK = "track"
    MUTE = "mute"
    UNMUTE = "unmute"


class Event(StrEnum):
    """Events Waymark listens to, as in app.yaml."""

    HOME_OPENED = "app_home_opened"
    MENTIONED = "app_mention"
    MEMBER_JOINED = "member_joined_channel"
    MESSAGE = "message"
    REACTION_ADDED = "reaction_added"
    REACTION_REMOVED = "reaction_removed"


class Action(StrEnum):
    """Action ids; where a message holds several of a kind, `.` and a number follow."""

    PLACE_NOTE = "place_note"
    PLACE_MANY = "place_many"
    WRITE_NOTE = "write_note"
    CHOOSE_READING = "choose_reading"
    DROP_READING = "drop_reading"
    CHOOSE_DIRECTION = "choose_direction"
    ADD_READING = "add_reading"
    UNDO_READING = "undo_reading"
    ANSWER_TEAM = "answer_team"
    EDIT_NOTE = "edit_note"
    UNDO_NOTE = "undo_note"
    MOVE_NOTE = "move_note"
    RESTORE_NOTE = "restore_note"
    SUPPORT_NOTE = "support_note"
    ANSWER_REMINDER = "answer_nudge"
    STOP_REMINDERS = "stop_reminders"
    MERGE_NOTE = "merge_note"
    SEPARATE_NOTE = "separate_note"
    TURN_PAGE = "turn_page"
    OPEN_FORM = "open_form"
    ARCHIVE = "archive_part"
    RESTORE = "restore_part"
    TURN_LIST = "turn_list"
    POSTPONE_REVIEW = "postpone_review"
    SKIP_REVIEW = "skip_review"
    POST_REVIEW = "post_review"
    SHOW_HELP = "show_help"
    SHOW_MAP = "show_map"
    SHARE_MAP = "share_map"
    IMPORT_FILE = "import_file"
    IMPORT_INTO = "import_into"
    NAME_COLUMNS = "name_columns"
    CANCEL_IMPORT = "cancel_import"
    SIGN_OFF = "sign_off"
    ANSWER_QUESTIONS = "answer_questions"
    SHOW_BEHIND = "show_behind"
    EXPLAIN_MOOD = "explain_mood"
    SHOW_ANSWER_NOTES = "show_answer_notes"
    SHOW_ANSWER_READINGS = "show_answer_readings"
    ASK_QUESTION = "ask_question"
    RATE_ANSWER = "rate_answer"
    CORRECT_MOOD = "correct_mood"
    DELETE_MOOD_CORRECTION = "forget_lesson"
    TURN_MOOD_CORRECTIONS = "turn_lessons"
    ADD_IMPROVEMENT = "make_action"
    IMPROVEMENT_MENU = "action_menu"
    TURN_IMPROVEMENTS = "turn_actions"
    THEME_MENU = "theme_menu"
    SHOW_THEME = "show_theme"
    UNDO_THEME_CHANGE = "undo_theme_change"
    TURN_THEMES = "turn_themes"
    SORT_PAINS = "sort_pains"
    # Inputs of the form that sorts pains, one of each a note.
    SORT_NOTE = "sort_note"
    NAME_SORTED = "name_sorted"
    NOTE_THEME = "note_theme"
    ANSWER_PROMPT = "answer_prompt"
    STOP_PROMPT = "stop_prompt"
    END_PROMPT = "end_prompt"
    SAVE_HELD = "save_held"
    ASK_HELD = "ask_held"
    SAVE_HELD_NOTES = "save_held_notes"
    # In messages of older versions.
    OLD_UNMUTE_THEME = "unmute_theme"
    OLD_UNDO_CORRECTION = "undo_correction"


class ToggleValue(StrEnum):
    """Action ids of inputs on which other fields of their form depend."""

    START = "start"
    MILESTONE_STATE = "milestone_state"


class Options(StrEnum):
    """Action ids of menus whose options Waymark provides."""

    TIME_ZONE = "time_zone"
    COUNTRY = "holidays_of"


def numbered(action: Action, number: int) -> str:
    """Return the action id of one of several similar elements in a message."""
    return f"{action.value}.{number}"


def any_numbered(action: Action) -> re.Pattern[str]:
    """Return the pattern of these action ids."""
    return re.compile(rf"^{re.escape(action.value)}\.\d+$")


REVIEW_METADATA = "waymark_review"
