"""`manage.py start_community`: a real, empty site for one community."""

import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config import start
from config.start import Answers, Started, Wrong
from households.entrycodes import VALID_DAYS

# Option, question in Thai and English, how the answer is read, whether it may stay empty.
QUESTIONS: list[tuple[str, str, Callable[[str], Any], bool]] = [
    ("municipality", "เทศบาลหรือ อบต. · Municipality", start.read_text, False),
    ("province", "จังหวัด (ไม่ใส่ก็ได้) · Province (may stay empty)", start.read_province, True),
    ("community", "ชื่อชุมชน · Name of the community", start.read_text, False),
    ("code", "รหัสชุมชนภาษาอังกฤษ เช่น sirisuk · Its code, part of the address", start.read_code, False),
    ("share", "ส่วนแบ่งเข้ากองทุน กี่เปอร์เซ็นต์ · Share of each sale to the fund, percent", start.read_share, True),
    ("name", "ชื่อกรรมการคนแรก · Name of the first committee member", start.read_text, False),
    ("email", "อีเมลของคนนี้ · This person's e-mail", start.read_email, True),
    ("phone", "เบอร์โทรของคนนี้ (ไม่ใส่ก็ได้) · This person's phone (may stay empty)", start.read_phone, True),
]


class Command(BaseCommand):
    """Ask for what is needed, set up the community, and say how its first committee member enters."""

    help = (
        "Set up a community on this site: its municipality, rules, categories and units, emergency numbers, and "
        "the first committee member, who gets a code to enter once. Asks for whatever is not given."
    )

    def add_arguments(self, parser) -> None:
        """One option for each question."""
        for option, question, _read, _is_optional in QUESTIONS:
            parser.add_argument(f"--{option}", help=question.split(" · ")[1].replace("%", "%%"))
        parser.add_argument(
            "--no-input", action="store_true", help="never ask: refuse when something is missing"
        )

    def handle(self, *args, **options) -> None:
        """Read the answers, start, tell what comes next."""
        may_ask = not options["no_input"] and sys.stdin.isatty()
        answers = Answers(
            **{
                option: self.answer(option, question, read, is_optional, options[option], may_ask)
                for option, question, read, is_optional in QUESTIONS
            }
        )
        if not answers.email and not settings.LINE_LOGIN_ENABLED:
            raise CommandError(
                "กรรมการคนแรกต้องมีอีเมล เพราะเว็บนี้ยังไม่ได้เปิดให้เข้าด้วย LINE ใส่ --email\n"
                "The first committee member needs an e-mail, because LINE login is not set up here: add --email."
            )
        try:
            started = start.start(answers)
        except Wrong as error:
            raise CommandError(str(error)) from error
        self.stdout.write(farewell(started))

    def answer(self, option: str, question: str, read, is_optional: bool, given: str | None, may_ask: bool):
        """The answer from the command line, or from whoever sits there; asked again until it can be taken."""
        if given is not None or not may_ask:
            if given is None and not is_optional:
                raise CommandError(f"ขาดข้อมูล: --{option}\nMissing: --{option} ({question.split(' · ')[1]}).")
            try:
                return read(given or "")
            except Wrong as error:
                raise CommandError(f"--{option}: {error}") from error
        while True:
            try:
                return read(input(f"{question}: "))
            except Wrong as error:
                self.stderr.write(str(error))
            except (EOFError, KeyboardInterrupt) as error:
                raise CommandError("ยกเลิกแล้ว ไม่ได้เปลี่ยนแปลงอะไร\nStopped. Nothing was changed.") from error


def farewell(started: Started) -> str:
    """What there is now, how to enter, and what to do next."""
    site, community = settings.SITE_URL, started.community
    if started.entry_code:
        enter_th = (
            f"เข้าที่ {site}/accounts/code/ ด้วยรหัส {started.entry_code} (ใช้ได้ครั้งเดียว ภายใน {VALID_DAYS} วัน)"
        )
        enter_en = f"Enter at {site}/accounts/code/ with the code {started.entry_code} (once, within {VALID_DAYS} days)."
    else:
        enter_th = f"{started.user.name} มีบัญชีอยู่แล้ว เข้าได้เหมือนเดิมที่ {site}/accounts/login/"
        enter_en = f"{started.user.name} has an account already: enter as usual at {site}/accounts/login/"
    return f"""
{community.name} พร้อมแล้ว: {site}/c/{community.code}/
  1. {enter_th}
  2. ตั้งรหัสผ่านหรือต่อกับ LINE ที่ {site}/accounts/ แล้วตั้งการยืนยันสองชั้น
  3. อ่านและแก้กติกา ใส่ที่อยู่ จุดรับของ และเบอร์ติดต่อ ที่ {site}/admin/
  4. เพิ่มครัวเรือน แต่งตั้งเหรัญญิกและกรรมการ แล้วพิมพ์รหัสเข้าให้สมาชิก ที่ {site}/household/codes/

{community.name} is ready: {site}/c/{community.code}/
  1. {enter_en}
  2. Set a password or connect LINE at {site}/accounts/, then the second step at the door.
  3. Read and change the rules, enter address, pickup place and contacts at {site}/admin/
  4. Add households, appoint treasurer and committee, and print codes for members at {site}/household/codes/
"""
