"""Pictures for the demo: an openly licensed 3D emoji on a soft ground, sent through the same door as any photo."""

import io
from functools import cache
from pathlib import Path

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFilter

from market.pictures import Taken, take

FOLDER = Path(__file__).parent / "pictures"
# The emoji come 256 pixels wide: a larger picture would show nothing more.
SIZE = (480, 360)
# Upper and lower colour of the ground behind each category's goods.
GROUNDS = {
    "leaf": ("#f3faf4", "#cfe5d4"),
    "turmeric": ("#fff8e6", "#fbdfa9"),
    "chilli": ("#fdf3f1", "#f6cfc8"),
    "sea": ("#f2f8fb", "#cbdfec"),
    "mist": ("#fbf8f1", "#e4dac3"),
}
# Middle and side of each emoji, back to front.
ARRANGEMENTS = {
    "one": [(240, 174, 256)],
    "some": [(156, 142, 150), (330, 150, 142), (240, 210, 196)],
}


@cache
def photo(sign: str, tone: str, arrangement: str = "one") -> Taken:
    """The stored picture of `sign`, made once."""
    return take([ContentFile(painted(sign, tone, arrangement), name=f"{sign}.jpg")]).taken[0]


def painted(sign: str, tone: str, arrangement: str) -> bytes:
    """A JPEG as a phone would send it."""
    picture = ground(tone).copy()
    emoji = emoji_picture(sign)
    for x, y, side in ARRANGEMENTS[arrangement]:
        scaled = emoji.resize((side, side), Image.Resampling.LANCZOS)
        picture.paste(shadow(side), (x - side // 2, y + side // 2 - side // 8), shadow(side))
        picture.paste(scaled, (x - side // 2, y - side // 2), scaled)
    output = io.BytesIO()
    picture.save(output, "JPEG", quality=92)
    return output.getvalue()


@cache
def ground(tone: str) -> Image.Image:
    """The soft ground of a category, lighter at the top."""
    upper, lower = GROUNDS[tone]
    blend = Image.linear_gradient("L").resize(SIZE)
    return Image.composite(Image.new("RGB", SIZE, lower), Image.new("RGB", SIZE, upper), blend)


@cache
def shadow(side: int) -> Image.Image:
    """The soft shadow under an emoji of this size."""
    picture = Image.new("RGBA", (side, side // 4), (60, 45, 25, 0))
    ImageDraw.Draw(picture).ellipse((side // 6, side // 16, side * 5 // 6, side * 3 // 16), (60, 45, 25, 90))
    return picture.filter(ImageFilter.GaussianBlur(side // 32))


@cache
def emoji_picture(sign: str) -> Image.Image:
    """The picture of an emoji; files are named by its code points, without the variation selector."""
    points = "-".join(f"{ord(char):x}" for char in sign if char != "\ufe0f")
    with Image.open(FOLDER / f"{points}.webp") as picture:
        return picture.convert("RGBA")
