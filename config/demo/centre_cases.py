"""What people told the demo's centre, and what was done about it. Nobody here exists."""

from dataclasses import dataclass, field

from welfare.models import HelpCase

Kind, Topic, Urgency, Channel, Outcome = (
    HelpCase.Kind, HelpCase.Topic, HelpCase.Urgency, HelpCase.Channel, HelpCase.Outcome,
)  # fmt: skip
FOOD, MEDICINE, RIDE, CARE, REPAIR, SAFETY = (
    Kind.FOOD, Kind.MEDICINE, Kind.RIDE, Kind.CARE, Kind.REPAIR, Kind.SAFETY,
)  # fmt: skip
DANGER, TODAY, DAYS, LATER = Urgency.DANGER, Urgency.TODAY, Urgency.DAYS, Urgency.LATER
SITE, PHONE, COUNTER, LINE, PAPER, VISIT = (
    Channel.SITE, Channel.PHONE, Channel.COUNTER, Channel.LINE, Channel.PAPER, Channel.VISIT,
)  # fmt: skip
HELPED, PARTLY, PASSED, NOT_NEEDED, NOT_REACHED, NOT_POSSIBLE = (
    Outcome.HELPED, Outcome.PARTLY, Outcome.PASSED_ON, Outcome.NOT_NEEDED, Outcome.NOT_REACHED, Outcome.NOT_POSSIBLE,
)  # fmt: skip
# Another of the two case workers, and one of the small circle.
SECOND, CIRCLE = "second", "auditor"


@dataclass(frozen=True)
class Told:
    """A request as it was planned: days ago, what it is, and what is done so many hours after.

    `who` is a name, or a number for the house of that place in the list; `by` is who wrote it down or asked.
    """

    days: float
    kind: str
    urgency: str
    channel: str
    who: str | int
    words: str
    # The steps name methods of `Centre`; the number before is the hours after it was told.
    steps: list[tuple] = field(default_factory=list)
    place: str = ""
    # A name in `village.SPOTS`, or a place on the picture in thousandths.
    spot: str | tuple[int, int] = ""
    topic: str = ""
    by: str = "worker"
    area: str = ""
    # A photo: an emoji with its ground, or the lines of a paper.
    photo: tuple[str, ...] = ()
    # Where the phone said it was, instead of a place pressed on the picture.
    is_located: bool = False
    key: str = ""


def done(give: float, to: str, close: float, words: str, outcome: str = HELPED) -> list[tuple]:
    """Given to somebody, who closes it some hours later."""
    return [(give, "give", to), (close, "close", outcome, words)]


OLD = [
    Told(88, RIDE, TODAY, PHONE, "ตาเขียว สมมุติ", "ไปตรวจตาที่โรงพยาบาลพรุ่งนี้ ลูกลางานไม่ได้",
         done(0.3, "chai", 22, "ไปส่งแล้ว รอรับกลับบ่ายสอง"), place="ซอยริมน้ำ ใกล้ท่าเรือ"),
    Told(85, FOOD, TODAY, VISIT, 3, "ข้าวสารหมดตั้งแต่เมื่อวาน มีเด็กสองคน",
         done(0.5, "helper", 4, "เอาข้าวกับไข่ไปให้แล้ว"), by="helper"),
    Told(82, SAFETY, DAYS, SITE, "", "ฝาท่อหน้าโรงเรียนแตก เด็กขี่จักรยานตกเมื่อเช้า",
         done(3, SECOND, 50, "แจ้งเทศบาลแล้ว เปลี่ยนฝาใหม่วันนี้", PASSED), place="หน้าโรงเรียน", spot="school",
         topic=Topic.HAZARD, photo=("🛠️", "mist"), by=""),
    Told(79, MEDICINE, TODAY, LINE, 5, "ยาความดันหมด ไปรับเองไม่ไหว ปวดเข่า",
         done(0.4, "rider", 5, "รับยาจากอนามัยมาส่งแล้ว")),
    Told(76, Kind.OTHER, LATER, COUNTER, "นางชื่น จำลอง", "กรอกใบขอเบี้ยผู้สูงอายุไม่เป็น",
         done(0.1, "worker", 1, "ช่วยกรอกให้แล้ว เหลือเอาไปยื่นเทศบาล"), place="ซอยต้นจิก"),
    Told(73, CARE, DAYS, PHONE, "ยายสายหยุด ลองดู", "ลูกไปคลอด ขอคนอยู่เป็นเพื่อนยายสองคืน",
         done(2, "duean", 70, "นอนเป็นเพื่อนสองคืน ลูกกลับมาแล้ว"), place="หมู่ 2 ซอยหลังวัด"),
    Told(70, SAFETY, DAYS, SITE, "", "เก็บกระเป๋าตังค์ได้ที่ตลาดนัด มีบัตรกับเงินสามร้อย",
         done(1, SECOND, 30, "เจ้าของมารับแล้ว ดูบัตรตรงกัน"), place="หน้าตลาด", spot="market", topic=Topic.LOST,
         photo=("👜", "turmeric")),
    Told(67, SAFETY, TODAY, PHONE, "ป้าพะยอม สมมุติ", "มีคนโทรมาบอกว่าเป็นตำรวจ ให้โอนเงินห้าพัน",
         [(0.1, "take"), (0.2, "tell", "อย่าโอน อย่าบอกเลขบัตร วางสายแล้วโทร 1441 ได้เลย"),
          (3, "close", HELPED, "ยังไม่ได้โอน พาไปลงบันทึกประจำวันแล้ว")], place="ซอยต้นมะขาม", topic=Topic.SCAM),
    Told(64, RIDE, DAYS, PAPER, 7, "พาแม่ไปทำบัตรคนพิการที่อำเภอ",
         done(20, "chai", 60, "ไปมาแล้ว ได้ใบนัดรับบัตร", PARTLY)),
    Told(61, REPAIR, LATER, SITE, 8, "ก๊อกน้ำในห้องน้ำหยด ยายเปลี่ยนเองไม่ได้", done(30, "somkid", 75, "เปลี่ยนลูกยางให้แล้ว")),
    Told(58, FOOD, TODAY, PHONE, "ลุงหมาน จำลอง", "เพิ่งออกจากโรงพยาบาล ทำกับข้าวไม่ไหว",
         done(0.6, "lek", 6, "ส่งข้าวเย็นแล้ว จะส่งต่ออีกสามวัน"), place="ริมคลอง ใต้สะพาน", spot=(610, 860)),
    Told(55, CARE, LATER, LINE, "ป้าเนียม ตัวอย่าง", "อยากได้เพื่อนเดินออกกำลังตอนเย็น",
         [(4, "take"), (26, "close", NOT_POSSIBLE, "ยังไม่มีใครว่างตอนเย็น จดชื่อไว้แล้ว มีคนเมื่อไรจะโทรบอก")],
         place="ถนนสายใน"),
    Told(52, MEDICINE, TODAY, PHONE, "ตาอ่อน ทดลองใช้", "ลืมเอายาเบาหวานกลับจากบ้านลูก",
         [(0.5, "give", "rider"), (1, "tried", 1, "โทรไม่ติด"), (2, "tried", 20, "ยังไม่รับ"),
          (26, "close", NOT_REACHED, "ไปที่บ้านแล้วปิดเงียบ เพื่อนบ้านว่าไปอยู่กับลูกแล้ว")], place="ซอยท่าเรือ"),
    Told(49, RIDE, DAYS, SITE, 9, "ขอรถไปส่งที่ท่ารถ มีของเยอะ", [(7, "withdraw")]),
    Told(46, SAFETY, TODAY, LINE, "", "คนแปลกหน้ามาถามว่าบ้านไหนอยู่คนเดียว ขี่รถสีดำ",
         done(0.4, "met", 5, "เดินเวรดูสองรอบ บอกสายตรวจให้ผ่านหัวค่ำแล้ว"), place="หมู่ 1 ซอยริมน้ำ",
         topic=Topic.STRANGER, by=SECOND),
    # The night of the storm.
    Told(40, REPAIR, TODAY, PHONE, 10, "ลมพัดสังกะสีปลิว ฝนสาดที่นอน",
         done(0.5, "repr", 28, "เอาผ้าใบคลุมก่อน วันรุ่งขึ้นมุงใหม่แล้ว"), photo=("🛏️", "sea"), spot=(120, 935)),
    Told(40.0, SAFETY, DANGER, PHONE, "ลุงถวิล ลองดู", "ต้นไม้ใหญ่ล้มขวางซอย รถพยาบาลเข้าไม่ได้",
         [(0.1, "give", "yai"), (2, "mission", "storm"), (46, "close", HELPED, "ตัดเปิดทางแล้ว ขนกิ่งออกหมด")],
         place="ปากซอยหลังวัด ข้างต้นไทร", spot="banyan", topic=Topic.HAZARD, photo=("🌴", "mist"), key="tree"),
    Told(39.99, SAFETY, TODAY, LINE, "ลุงถวิล", "ต้นไทรล้มทับทาง ปากซอยหลังวัด", [(0.6, "merge", "tree")],
         place="ปากซอยหลังวัด ข้างต้นไทร", topic=Topic.HAZARD),
    Told(39.9, REPAIR, TODAY, SITE, 11, "กระเบื้องแตกสี่แผ่น น้ำหยดกลางบ้าน",
         done(2, "company", 50, "ช่างบริษัทมาเปลี่ยนให้ ไม่คิดเงิน"), is_located=True),
    Told(39.8, REPAIR, DAYS, VISIT, "ยายแฉล้ม สมมุติ", "หลังคาครัวเปิด ยังไม่มีใครไปดู",
         [(3, "take"), (5, "note", "ไม้ผุหมด ซ่อมเฉพาะแผ่นไม่พอ"),
          (60, "close", PARTLY, "คลุมผ้าใบไว้ก่อน เรื่องไม้ขอกองทุนแล้ว")],
         place="หมู่ 4 ริมคลอง", spot=(330, 930), by="helper"),
    Told(36, FOOD, DAYS, COUNTER, 12, "น้ำท่วมครัว ข้าวสารเปียก", done(1, "helper", 8, "เบิกข้าวจากห้องเก็บของให้สิบกิโล")),
    Told(32, MEDICINE, DAYS, SITE, "ยายผ่อง จำลอง", "แผ่นรองซับกับถุงมือสำหรับทำแผลหมด",
         done(5, "kaew", 30, "พยาบาลแก้วเอาไปให้ สอนทำแผลด้วย"), place="หมู่ 1 หลังตลาด", spot=(300, 575)),
    Told(29, RIDE, TODAY, PHONE, "นายดำ ตัวอย่าง", "รถล้ม แขนบวม ไม่มีคนพาไปโรงพยาบาล",
         done(0.2, "chai", 6, "เอกซเรย์แล้ว แขนร้าว ใส่เฝือกกลับบ้าน"), place="หัวสะพาน", spot="bridge"),
    Told(26, Kind.RESCUE, DANGER, PHONE, "เด็กชายภูผา ลองดู", "เด็กติดอยู่บนแพกลางคลอง น้ำแรง",
         [(0.05, "give", "phon"), (0.1, "tell", "โทร 1669 กับ 199 แล้ว เรือออกแล้ว อย่าให้ใครโดดลงไป"),
          (1, "close", HELPED, "เอาเรือไปรับขึ้นฝั่งแล้ว ปลอดภัยดี")], place="ท่าเรือฝั่งวัด", spot="pier"),
    Told(23, Kind.OTHER, LATER, SITE, 13, "ขอคนสอนลูกทำการบ้านเลข ป.4",
         done(40, "noi", 120, "สอนทุกเย็นวันพุธที่ศาลา เริ่มแล้ว")),
    Told(20, REPAIR, DAYS, LINE, "ป้ากุหลาบ สมมุติ", "ไฟในครัวช็อต เปิดแล้วมีประกาย",
         [(2, "give", "somkid"), (20, "close", HELPED, "เปลี่ยนสายกับปลั๊กแล้ว"),
          (70, "not_solved", "เมื่อคืนมีประกายอีก ไม่กล้าเปิดไฟ"), (71, "give", "somkid"),
          (90, "close", HELPED, "สายใต้หลังคาหนูแทะ เดินสายใหม่ทั้งครัว")], place="ซอยต้นมะขาม", photo=("💡", "turmeric")),
    Told(17, SAFETY, DAYS, PAPER, "ลุงประจวบ จำลอง", "จักรยานสีแดงหายหน้าศาลา",
         done(5, SECOND, 100, "หาแล้วไม่เจอ ติดประกาศไว้ที่ตลาด", NOT_POSSIBLE), place="หน้าศาลาชุมชน", spot="hall",
         topic=Topic.THEFT, photo=("🚲", "mist")),
    Told(13, CARE, TODAY, SITE, 14, "แม่ล้มในห้องน้ำ ลุกได้แล้วแต่ยังเวียนหัว ผมอยู่ต่างจังหวัด",
         [(0.3, "give", "kaew"), (0.5, "tell", "พยาบาลแก้วกำลังไปดู จะโทรหาในครึ่งชั่วโมง"),
          (3, "close", HELPED, "วัดความดันปกติ ติดราวจับให้แล้ว ลูกโทรคุยกับแม่แล้ว")]),
    Told(10, RIDE, DAYS, PHONE, "ยายพิกุล ทดลองใช้", "ไปล้างไตทุกวันอังคาร รถที่เคยไปเลิกวิ่ง",
         [(3, "take"), (20, "close", PASSED, "รถกู้ชีพเทศบาลรับไปประจำแล้ว เริ่มอังคารหน้า")], place="หมู่ 3"),
    Told(8, FOOD, LATER, COUNTER, "นายบ่าว สมมุติ", "เงินเดือนออกช้า ขอข้าวสารสักหน่อย",
         [(1, "take"), (22, "close", NOT_NEEDED, "โทรมาบอกว่าเงินออกแล้ว")], place="ซอยท่าเรือ"),
]  # fmt: skip
NOW = [
    # Waits now: somebody is in danger, one is late, the others have time.
    Told(0.003, SAFETY, DANGER, SITE, "", "เสาไฟเอนพาดทางหน้าโรงเรียน สายห้อยถึงพื้น เด็กจะเลิกเรียนแล้ว", place="หน้าโรงเรียน",
         spot="school", topic=Topic.HAZARD, by="", photo=("💡", "chilli"), is_located=True),
    Told(0.11, RIDE, TODAY, PHONE, "ลุงเลื่อน ตัวอย่าง", "พรุ่งนี้หกโมงเช้าต้องไปผ่าตัดต้อกระจก ยังไม่มีรถ",
         place="ถนนสายใน ติดร้านกาแฟ", spot=(360, 500), by=SECOND),
    Told(0.17, FOOD, DAYS, LINE, "ป้าอุไร สมมุติ", "นมผงหลานหมดพรุ่งนี้ สิ้นเดือนถึงจะมีเงินซื้อ", place="หมู่ 4 ริมคลอง",
         spot=(745, 875), by=SECOND),
    Told(0.9, REPAIR, LATER, PAPER, "ตาเปลื้อง ลองดู", "ราวบันไดหลวม เดินขึ้นลงแล้วเสียว", place="ซอยต้นจิก", by=SECOND),
    Told(4, MEDICINE, TODAY, LINE, "ยายเยื้อน สมมุติ", "ขอคนไปรับยาหัวใจ ใบนัดอยู่ในรูป",
         [(0.4, "give", "rider"), (5, "close", HELPED, "เอายาไปแขวนไว้หน้าบ้าน"),
          (95.5, "not_solved", "ได้ยาไม่ครบ ขาดยาละลายลิ่มเลือด")], place="หมู่ 2 ซอยหลังวัด", spot=(225, 410),
         photo=("Appointment", "Heart clinic", "Name: example")),
    # In hand.
    Told(0.2, MEDICINE, TODAY, PHONE, 15, "ยาแก้ปวดของแม่หมด ออกไปเองไม่ได้ แม่อยู่คนเดียว",
         [(0.3, "give", "helper"), (0.6, "tell", "น้าปราณีรับไปแล้ว ไปรับยาให้ก่อนเย็น")], spot=(150, 400)),
    Told(2.2, CARE, DAYS, COUNTER, "ตาสำราญ จำลอง", "เดินหลงกลับบ้านไม่ถูกสองครั้งแล้ว อยากให้มีคนแวะดู",
         [(1, "take"), (20, "note", "คุยกับหลานแล้ว ทำป้ายเบอร์โทรติดเสื้อให้"), (26, "tell", "นัดพยาบาลแก้วไปดูวันพรุ่งนี้เช้า")],
         place="ซอยริมน้ำ", spot=(870, 585)),
    Told(1.4, RIDE, DAYS, PHONE, "ยายจันทร์ ทดลองใช้", "นัดหมอกระดูกวันจันทร์ ขึ้นรถกระบะไม่ไหว",
         [(0.5, "take"), (5, "tried", 1, "โทรไม่ติด"), (24, "tried", 14, "ลูกสาวรับ บอกว่ายายอยู่สวน ให้โทรใหม่")],
         place="หมู่ 1 ใกล้วัด", spot=(300, 330)),
    Told(1.1, REPAIR, DAYS, VISIT, 16, "หลังคารั่วสามจุด ฝนตกต้องเอากะละมังรอง",
         [(2, "take"), (5, "mission", "roof")], by="helper", spot=(560, 905), photo=("🛏️", "mist"), key="roof"),
    Told(0.21, CARE, TODAY, VISIT, "grandmother", "ยายติดเตียงเริ่มมีแผลกดทับ ขอคนทำแผลกับพลิกตัวช่วงกลางวัน",
         [(0.4, "link_aid"), (1, "give", "duean"), (2, "tell", "ป้าเดือนแวะวันนี้บ่าย พยาบาลแก้วทำแผลพรุ่งนี้")],
         by="helper", spot=(800, 330)),
    Told(3.5, REPAIR, LATER, LINE, "นางบังอร จำลอง", "พัดลมห้องพักคนชราดับหมด", [(10, "give", "somkid")],
         place="ศาลาวัด", spot="temple"),
    # The same water pipe, told twice today.
    Told(0.3, SAFETY, TODAY, PHONE, "ป้าละมัย ตัวอย่าง", "ท่อน้ำแตกหน้าตลาด น้ำท่วมทาง รถลื่น", [(0.4, "give", SECOND)],
         place="หน้าตลาด", spot="market", topic=Topic.HAZARD, by=SECOND, key="pipe"),
    Told(0.27, SAFETY, TODAY, SITE, "ละมัย ตัวอย่าง", "น้ำประปาพุ่งหน้าตลาด มาดูด่วน", [(0.8, "merge", "pipe")],
         place="หน้าตลาด", topic=Topic.HAZARD, by="", photo=("🛠️", "sea")),
    # For the small circle alone.
    Told(3, Kind.VIOLENCE, DAYS, SITE, "แม่กับลูกบ้านข้าง ๆ", "ได้ยินเสียงตบตีบ้านข้าง ๆ เกือบทุกคืน เด็กร้องไห้ ไม่กล้าบอกชื่อ",
         [(1, "take", CIRCLE), (8, "note", "คุยกับแม่เด็กที่ตลาดแล้ว ยังไม่พร้อมแจ้ง ให้เบอร์ 1300 ไว้"),
          (50, "note", "นัดเจ้าหน้าที่บ้านพักเด็กมาคุยวันศุกร์")], place="หมู่ 3", by=""),
    Told(2.4, Kind.FRAUD, DAYS, SITE, "คนเช่าศาลา", "กรรมการคนหนึ่งเก็บค่าเช่าศาลาแล้วไม่ให้ใบเสร็จ สองครั้งแล้ว",
         [(3, "about"), (20, "take", CIRCLE), (22, "note", "ขอดูสมุดใบเสร็จศาลาจากเหรัญญิก")],
         place="ศาลาชุมชน", by=""),
]  # fmt: skip
FEW = [
    Told(31, RIDE, TODAY, PHONE, 2, "พาพ่อไปทำกายภาพ", done(0.5, "one", 7, "ไปส่งและรับกลับแล้ว")),
    Told(12, REPAIR, DAYS, COUNTER, 4, "รั้วล้ม วัวเข้าสวน", done(4, "three", 40, "ตั้งรั้วใหม่แล้ว")),
    Told(1.2, FOOD, DAYS, PHONE, 6, "แม่ลูกอ่อนขอผักกับไข่", [(3, "take")]),
    Told(0.1, CARE, DAYS, SITE, 8, "ยายเหงา อยากมีคนคุยด้วย"),
]  # fmt: skip
