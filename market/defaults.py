"""The catalogue that a new market starts with. The committee changes it in the admin; that stays."""

from decimal import Decimal

from lib.thai import search_key
from market.models import Category, Unit

OTHER = "other"

# code, Thai, English, sign, colour, and words in a name that give the category away
CATEGORIES = [
    (
        "vegetables",
        "ผักสด",
        "Vegetables",
        "🥬",
        "leaf",
        "ผัก กะหล่ำ คะน้า มะเขือ ฟักทอง แตงกวา ถั่วฝักยาว เห็ด หอมแดง กระเทียม",
    ),
    (
        "fruit",
        "ผลไม้",
        "Fruit",
        "🍌",
        "turmeric",
        "กล้วย มะม่วง ส้ม ทุเรียน มังคุด เงาะ ลำไย สับปะรด แตงโม มะละกอ ฝรั่ง",
    ),
    (
        "rice",
        "ข้าวและธัญพืช",
        "Rice and grain",
        "🌾",
        "turmeric",
        "ข้าวสาร ข้าวกล้อง ข้าวหอม ข้าวเหนียวดิบ ข้าวโพด ถั่วเหลือง งา",
    ),
    ("eggs-meat", "ไข่และเนื้อสัตว์", "Eggs and meat", "🥚", "mist", "ไข่ไก่ ไข่เป็ด หมู เนื้อวัว ไก่สด เป็ดสด"),
    ("fish", "ปลาและอาหารทะเล", "Fish and seafood", "🐟", "sea", "ปลา กุ้ง หอยแมลงภู่ หมึก กบ"),
    (
        "food",
        "อาหารพร้อมกิน",
        "Ready to eat",
        "🍲",
        "chilli",
        "แกง ข้าวแกง ส้มตำ ไก่ทอด ก๋วยเตี๋ยว ขนมจีน ไส้อั่ว ข้าวต้มมัด",
    ),
    ("sweets", "ขนมและเครื่องดื่ม", "Sweets and drinks", "🍡", "chilli", "ขนม เค้ก คุกกี้ น้ำสมุนไพร น้ำผลไม้ กาแฟ ชา"),
    (
        "preserves",
        "น้ำพริกและของแห้ง",
        "Chilli paste and preserves",
        "🌶️",
        "chilli",
        "น้ำพริก ปลาร้า กะปิ น้ำปลา แหนม ปลาแห้ง กล้วยตาก กล้วยฉาบ ดอง น้ำผึ้ง ไข่เค็ม",
    ),
    ("crafts", "งานฝีมือ", "Crafts", "🧺", "turmeric", "ตะกร้า จักสาน ไม้กวาด เครื่องปั้น แกะสลัก กระเป๋าสาน"),
    ("clothes", "ผ้าและเสื้อผ้า", "Cloth and clothes", "🧵", "sea", "ผ้า เสื้อ กางเกง ผ้าถุง ผ้าไหม รองเท้า"),
    ("plants", "ต้นไม้และของใช้ในสวน", "Plants and garden", "🌱", "leaf", "ต้นกล้า กล้าไม้ ปุ๋ย เมล็ดพันธุ์ ดินปลูก กระถาง"),
    ("home", "ของใช้และสมุนไพร", "Household and herbs", "🧼", "sea", "สบู่ แชมพู ยาหม่อง ลูกประคบ น้ำยาล้าง เทียน"),
    ("services", "งานบริการ", "Services", "🛠️", "mist", "ตัดผม นวด ซ่อม รับจ้าง ตัดหญ้า เย็บผ้า รถรับส่ง"),
    (OTHER, "อื่นๆ", "Other", "🎁", "mist", ""),
]

# code, Thai, English, smallest step
UNITS = [
    ("kg", "กก.", "kg", "0.1"),
    ("khit", "ขีด", "100 g", "1"),
    ("handful", "กำ", "handful", "1"),
    ("bunch", "มัด", "bunch", "1"),
    ("bag", "ถุง", "bag", "1"),
    ("piece", "ชิ้น", "piece", "1"),
    ("jar", "กระปุก", "jar", "1"),
    ("bottle", "ขวด", "bottle", "1"),
    ("tray", "ถาด", "tray", "1"),
    ("hand", "หวี", "hand", "1"),
    ("fruit", "ลูก", "fruit", "1"),
    ("egg", "ฟอง", "egg", "1"),
    ("parcel", "ห่อ", "wrap", "1"),
    ("box", "กล่อง", "box", "1"),
    ("plate", "จาน", "plate", "1"),
    ("cup", "แก้ว", "cup", "1"),
    ("animal", "ตัว", "one (animal or garment)", "1"),
    ("cloth", "ผืน", "length of cloth", "1"),
    ("plant", "ต้น", "plant", "1"),
    ("single", "อัน", "one", "1"),
    ("time", "ครั้ง", "time", "1"),
]


def ensure_catalogue() -> None:
    """Add the categories and units that are missing. What is there stays as it is."""
    Category.objects.bulk_create(
        [
            Category(code=code, name_th=thai, name_en=english, sign=sign, tone=tone, position=position)
            for position, (code, thai, english, sign, tone, _words) in enumerate(CATEGORIES, start=1)
        ],
        ignore_conflicts=True,
    )
    Unit.objects.bulk_create(
        [
            Unit(code=code, name_th=thai, name_en=english, step=Decimal(step), position=position)
            for position, (code, thai, english, step) in enumerate(UNITS, start=1)
        ],
        ignore_conflicts=True,
    )


def guess_category(name: str) -> str:
    """The code of the category that the longest known word in `name` belongs to; "" when no word is known."""
    key = search_key(name)
    found = [
        (len(word), code)
        for code, *_names, words in CATEGORIES
        for word in map(search_key, words.split())
        if word in key
    ]
    return max(found)[1] if found else ""
