"""Two people change the same part of a map at once, and neither loses a word."""

from tests.handlers.slack_says import shown
from tests.scenarios.running_pair import RunningPair
from tests.scenarios.slack_user import SlackUser, parts, stage


def user_ids(user: SlackUser) -> list[str]:
    """Return the ids of the users named in the open form."""
    return [live["raw"] for live in user.form()["live"]]


def test_the_second_sees_what_the_first_changed_and_keeps_their_own_words(
    pair: RunningPair, mara: SlackUser, tomas: SlackUser
) -> None:
    mara.open_form("/journey stages", "Edit", of="Decision")
    tomas.open_form("/journey stages", "Edit", of="Decision")
    tomas.save_form(objective="Tomas' objective & <more>", owner="U0PRIYA")

    assert mara.submit_form(objective="Mara's objective", milestone="Mara's milestone") == {}
    form = mara.form()
    text = shown(form["blocks"])
    assert "Someone changed this while you were writing." in text
    assert "objective: “Tomas' objective & <more>”" in text
    assert user_ids(mara) == ["U0TOMAS"]
    values = mara.form_values()
    assert (values["objective"], values["milestone"]) == ("Mara's objective", "Mara's milestone")
    assert stage(pair, "Decision").objective == "Tomas' objective & <more>"

    mara.save_form()
    saved = stage(pair, "Decision")
    assert (saved.objective, saved.milestone) == ("Mara's objective", "Mara's milestone")
    answer = mara.read_answer("/journey history")
    assert "objective: Tomas' objective & <more> → Mara's objective" in answer


def test_the_user_of_a_second_change_is_shown_too(mara: SlackUser, tomas: SlackUser) -> None:
    mara.open_form("/journey stages", "Edit", of="Decision")
    for objective in ("Once", "Twice"):
        tomas.open_form("/journey stages", "Edit", of="Decision")
        tomas.save_form(objective=objective)
        assert mara.submit_form(objective="Mine") == {}
        assert f"objective: “{objective}”" in shown(mara.form()["blocks"])
    mara.save_form()


def test_what_another_changed_elsewhere_is_in_nobodys_way(
    pair: RunningPair, mara: SlackUser, tomas: SlackUser
) -> None:
    mara.open_form("/journey stages", "Edit", of="Decision")
    tomas.open_form("/journey stages", "Edit", of="Loyalty")
    tomas.save_form(objective="Elsewhere")
    mara.save_form(objective="Here")
    assert stage(pair, "Decision").objective == "Here"
    assert stage(pair, "Loyalty").objective == "Elsewhere"


def test_saving_a_card_leaves_the_stage_where_somebody_else_has_moved_others(
    pair: RunningPair, mara: SlackUser, tomas: SlackUser
) -> None:
    mara.open_form("/journey stages", "Edit", of="Decision")
    tomas.open_form("/journey stages", "Edit", of="Loyalty")
    tomas.save_form(position="0")
    order = [stage.name for stage in parts(pair).journey.stages]
    assert order[:4] == ["Loyalty", "Awareness", "Consideration", "Decision"]
    assert "place" not in mara.save_form(objective="Sign within a week")
    assert [stage.name for stage in parts(pair).journey.stages] == order


def test_a_place_that_was_chosen_is_still_chosen_where_the_stage_went_there_meanwhile(
    pair: RunningPair, mara: SlackUser, tomas: SlackUser
) -> None:
    mara.open_form("/journey stages", "Edit", of="Decision")
    tomas.open_form("/journey stages", "Edit", of="Decision")
    tomas.save_form(position="0")
    assert mara.submit_form(objective="Mine", position="0") == {}
    assert mara.form_values()["position"] == "0"
    mara.save_form()
    assert parts(pair).journey.stages[0].objective == "Mine"


def test_a_stage_that_is_added_comes_last_though_another_was_added_meanwhile(
    pair: RunningPair, mara: SlackUser, tomas: SlackUser
) -> None:
    mara.open_form("/journey stages", "Add one")
    tomas.open_form("/journey stages", "Add one")
    tomas.save_form(name="Renewal")
    mara.save_form(name="Farewell")
    assert [stage.name for stage in parts(pair).journey.stages][-2:] == ["Renewal", "Farewell"]


def test_a_form_that_showed_other_fields_meanwhile_still_notices(
    mara: SlackUser, tomas: SlackUser
) -> None:
    mara.open_form("/journey stages", "Edit", of="Decision")
    tomas.open_form("/journey stages", "Edit", of="Decision")
    tomas.save_form(objective="Theirs")
    mara.choose_value("milestone_state", "reached", shows="milestone_since")
    assert mara.submit_form(objective="Mine") == {}
    assert "objective: “Theirs”" in shown(mara.form()["blocks"])
    assert mara.form_values()["objective"] == "Mine"
    assert mara.form_values()["milestone_state"] == "reached"


def test_a_part_archived_meanwhile_is_reported_as_archived(
    pair: RunningPair, mara: SlackUser, tomas: SlackUser
) -> None:
    mara.open_form("/journey personas", "Add one")
    mara.save_form(name="Clinic owner")
    mara.open_form("/journey personas", "Edit", of="Clinic owner")
    tomas.open_form("/journey personas", "Edit", of="Clinic owner")
    tomas.person.click_in_modal("archive_part.0")
    assert "is archived, not deleted" in tomas.form_refusal()
    assert mara.submit_form(goals="Mine") == {}
    assert "archived it" in shown(mara.form()["blocks"])
    assert mara.form_values()["goals"] == "Mine"
    assert [persona.goals for persona in parts(pair).personas] == [None]
