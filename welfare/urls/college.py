"""Addresses of the volunteers' college and its certificates."""

from django.urls import path

from welfare.views import certificates, course_people, course_writing, courses, lessons

urlpatterns = [
    path("college/<slug:code>/", courses.listed, name="courses"),
    path("college/<slug:code>/write/", course_writing.write, name="course_write"),
    path("college/<slug:code>/thanks/", course_people.year, name="college_thanks"),
    path("college/<slug:code>/thanks/issue/", course_people.issue, name="college_thanks_issue"),
    path("college/<slug:code>/thanks/print/", course_people.papers, name="college_thanks_print"),
    path("course/<slug:code>/", courses.show, name="course"),
    path("course/<slug:code>/join/", courses.join, name="course_join"),
    path("course/<slug:code>/leave/", courses.leave, name="course_leave"),
    path("course/<slug:code>/day/", courses.day, name="course_day_choose"),
    path("course/<slug:code>/lesson/<int:pk>/", lessons.show, name="lesson"),
    path("course/<slug:code>/lesson/<int:pk>/seen/", lessons.seen, name="lesson_seen"),
    path("course/<slug:code>/lesson/<int:pk>/picture/", lessons.picture, name="lesson_picture"),
    path("course/<slug:code>/lesson/<int:pk>/file/", lessons.file, name="lesson_file"),
    path("course/<slug:code>/quiz/", lessons.quiz, name="quiz"),
    path("course/<slug:code>/quiz/result/", lessons.result, name="quiz_result"),
    path("course/<slug:code>/edit/", course_writing.edit, name="course_edit"),
    path("course/<slug:code>/edit/words/", course_writing.change, name="course_change"),
    path("course/<slug:code>/open/", course_writing.open_it, name="course_open"),
    path("course/<slug:code>/close/", course_writing.close, name="course_close"),
    path("course/<slug:code>/edit/lesson/", course_writing.lesson, name="lesson_write"),
    path("course/<slug:code>/edit/lesson/<int:pk>/", course_writing.lesson, name="lesson_edit"),
    path("course/<slug:code>/edit/lesson/<int:pk>/up/", course_writing.lesson_up, name="lesson_up"),
    path(
        "course/<slug:code>/edit/lesson/<int:pk>/remove/", course_writing.lesson_remove, name="lesson_remove"
    ),
    path("course/<slug:code>/edit/question/", course_writing.question, name="question_write"),
    path("course/<slug:code>/edit/question/<int:pk>/", course_writing.question, name="question_edit"),
    path(
        "course/<slug:code>/edit/question/<int:pk>/remove/",
        course_writing.question_remove,
        name="question_remove",
    ),
    path("course/<slug:code>/edit/day/", course_writing.day, name="course_day_write"),
    path("course/<slug:code>/edit/day/<int:pk>/", course_writing.day, name="course_day_edit"),
    path("course/<slug:code>/edit/day/<int:pk>/remove/", course_writing.day_remove, name="course_day_remove"),
    path("course/<slug:code>/people/", course_people.people, name="course_people"),
    path("course/<slug:code>/people/<int:pk>/there/", course_people.attended, name="course_attended"),
    path(
        "course/<slug:code>/people/<int:pk>/not-there/",
        course_people.not_attended,
        name="course_not_attended",
    ),
    path("certificate/", certificates.find, name="certificate_find"),
    path("certificate/<slug:code>/", certificates.show, name="certificate"),
    path("certificate/<slug:code>/print/", certificates.paper, name="certificate_print"),
    path("certificate/<slug:code>/revoke/", certificates.revoke, name="certificate_revoke"),
]
