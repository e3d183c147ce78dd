"""Two pictures of a component compared, with room for another browser's smoothing of edges.

Both are blurred by a pixel before they are compared. Then text that is moved by a fifth of a
pixel, or smoothed a little more, leaves almost no pixel clearly different, while a single other
digit, sign or shape leaves 24 or more; test_reference_pictures.py shows both.
"""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter, ImageStat

BLUR = 1.0  # pixels
CLEAR = 32  # of 255, in the colour that differs most: two pixels are clearly different
MOST_CLEAR = 12  # pixels, not a share: a digit is as wrong in a large picture as in a small one
MOST_MEAN = 1.5  # of 255, over the picture: what is faint but everywhere
MOST_PIXELS = 2  # in width or height
COLOURS = 64  # in a stored picture: a byte a pixel


@dataclass(frozen=True)
class Difference:
    """How far a picture is from its reference: in size, clearly different pixels, mean of 255.

    `where` is the box around the clearly different pixels: left, top, right, bottom.
    """

    n_pixels_in_size: int
    n_clear: int
    mean: float
    where: tuple[int, int, int, int] | None

    @property
    def is_small(self) -> bool:
        return (
            self.n_pixels_in_size <= MOST_PIXELS
            and self.n_clear <= MOST_CLEAR
            and self.mean <= MOST_MEAN
        )


def picture(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("RGB")


def stored(png: bytes) -> bytes:
    """The picture as it is kept: a palette, no metadata."""
    kept = BytesIO()
    fewer = picture(png).quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    fewer.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def difference(now: Image.Image, reference: Path) -> Difference:
    """Compare a picture with the reference, on the part that both have."""
    then = picture(reference.read_bytes())
    size = min(now.width, then.width), min(now.height, then.height)
    in_size = max(abs(now.width - then.width), abs(now.height - then.height))
    blurred = [
        each.crop((0, 0, *size)).filter(ImageFilter.GaussianBlur(BLUR)) for each in (now, then)
    ]
    red, green, blue = ImageChops.difference(*blurred).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    clear = most.point(lambda value: 255 * (value >= CLEAR))
    n_clear, mean = clear.histogram()[255], ImageStat.Stat(most).mean[0]
    return Difference(in_size, n_clear, mean, clear.getbbox())
