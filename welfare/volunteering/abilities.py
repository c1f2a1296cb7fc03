"""Who can do what a mission needs: its skills, looked at where that is asked for, and its course."""

from collections.abc import Sequence

from welfare.models import Mission, SignUp, Volunteer, VolunteerSkill
from welfare.volunteering import certificates

OFF = SignUp.Status.OFF


def missing_skills(volunteer: Volunteer, mission: Mission) -> tuple[list[str], list[str]]:
    """Names of what the mission needs and this volunteer has not said, and of what still has to be looked at."""
    own = {row.skill_id: row.checked_at is not None for row in volunteer.skills.all()}
    needed = list(mission.skills.all())
    lacking = [skill.name for skill in needed if skill.pk not in own]
    unchecked = [skill.name for skill in needed if skill.needs_check and own.get(skill.pk) is False]
    return lacking, unchecked


def lacks_course(volunteer: Volunteer, mission: Mission) -> bool:
    """Whether the mission needs a course of which this volunteer has no certificate that holds."""
    return mission.course is not None and not certificates.holds(volunteer, mission.course)


def who_can(missions: Sequence[Mission], *, also_busy: bool = False) -> dict[int, list[Volunteer]]:
    """Active volunteers who can do each of these missions and are in none of its shifts. Four questions in all.

    All missions are of one community, with their `skills` fetched. With `also_busy` those in its shifts are among them.
    """
    if not missions:
        return {}
    active = list(Volunteer.objects.active().filter(community=missions[0].community_id).order_by("pk"))
    able, certified, busy = (
        _skills(missions),
        _certified(missions),
        set() if also_busy else _signed_up(missions),
    )
    return {
        mission.pk: [
            one
            for one in active
            if all((one.pk, skill.pk) in able for skill in mission.skills.all())
            and (mission.course_id is None or (one.pk, mission.course_id) in certified)
            and (one.pk, mission.pk) not in busy
        ]
        for mission in missions
    }


def _skills(missions: Sequence[Mission]) -> set[tuple[int, int]]:
    """(volunteer, skill) of what somebody can do, and of what was looked at where it has to be."""
    asked = {skill.pk for mission in missions for skill in mission.skills.all()}
    rows = VolunteerSkill.objects.filter(skill__in=asked) if asked else VolunteerSkill.objects.none()
    return {
        (volunteer, skill)
        for volunteer, skill, needs_check, checked_at in rows.values_list(
            "volunteer", "skill", "skill__needs_check", "checked_at"
        )
        if checked_at or not needs_check
    }


def _certified(missions: Sequence[Mission]) -> set[tuple[int, int]]:
    courses = {mission.course_id for mission in missions if mission.course_id}
    if not courses:
        return set()
    return set(certificates.valid().filter(course__in=courses).values_list("volunteer", "course"))


def _signed_up(missions: Sequence[Mission]) -> set[tuple[int, int]]:
    rows = SignUp.objects.filter(shift__mission__in=missions).exclude(status=OFF)
    return set(rows.values_list("volunteer", "shift__mission"))
