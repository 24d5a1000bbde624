"""Strangers' pictures: what is kept is pixels alone, and what is no picture is refused with the right reason."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from functions.photos.redraw import LONGEST, MOST_PIXELS, Redrawn, Unfit, redraw
from functions.shared.domain.photo import Size, Unusable
from tests.pictures import bomb, drawn, from_a_telephone, jpeg, written


def opened(redrawn: Redrawn, size: Size = Size.LARGE) -> Image.Image:
    return Image.open(BytesIO(redrawn.pictures[size]), formats=("JPEG",))


def refused(content: bytes) -> Unusable:
    with pytest.raises(Unfit) as caught:
        redraw(content)
    return caught.value.why


def colours(image: Image.Image) -> tuple[str, str, str, str]:
    """Which of the two colours is in the corners: top left, top right, bottom left, bottom right."""
    width, height = image.size
    corners = [(1, 1), (width - 2, 1), (1, height - 2), (width - 2, height - 2)]
    seen = [image.convert("RGB").getpixel(corner) for corner in corners]
    named = ["red" if isinstance(it, tuple) and it[0] > it[2] else "blue" for it in seen]
    return named[0], named[1], named[2], named[3]


class TestWhatIsKept:
    def test_two_jpegs_with_what_was_seen(self) -> None:
        made = redraw(jpeg(4000, 3000))
        assert (made.width, made.height) == opened(made).size == (1600, 1200)
        assert opened(made, Size.SMALL).size == (320, 240)
        assert colours(opened(made)) == colours(opened(made, Size.SMALL)) == ("red", "blue", "red", "blue")

    def test_a_small_one_isnt_made_larger(self) -> None:
        assert opened(redraw(jpeg(200, 100))).size == (200, 100)

    def test_neither_place_nor_time_nor_telephone_nor_words_nor_profile(self) -> None:
        sent = from_a_telephone()
        assert b"Phone Maker" in sent
        assert Image.open(BytesIO(sent)).getexif().get_ifd(0x8825)
        for size in Size:
            kept = opened(redraw(sent), size)
            assert not dict(kept.getexif())
            assert not kept.getexif().get_ifd(0x8825)
            assert {"exif", "comment", "icc_profile", "xmp"}.isdisjoint(kept.info)
            content = redraw(sent).pictures[size]
            for trace in (b"Exif", b"Phone Maker", b"2026:03:09", b"shot by", b"ICC_PROFILE"):
                assert trace not in content

    @pytest.mark.parametrize(
        ("orientation", "size", "corners"),
        [
            (1, (640, 480), ("red", "blue", "red", "blue")),
            (3, (640, 480), ("blue", "red", "blue", "red")),
            (6, (480, 640), ("red", "red", "blue", "blue")),
            (8, (480, 640), ("blue", "blue", "red", "red")),
        ],
    )
    def test_it_stands_upright(
        self, orientation: int, size: tuple[int, int], corners: tuple[str, str, str, str]
    ) -> None:
        made = redraw(from_a_telephone(orientation))
        assert opened(made).size == (made.width, made.height) == size
        assert colours(opened(made)) == corners

    @pytest.mark.parametrize("kind", ["PNG", "WEBP"])
    def test_other_kinds_become_jpegs(self, kind: str) -> None:
        assert colours(opened(redraw(written(drawn(), kind)))) == ("red", "blue", "red", "blue")

    @pytest.mark.parametrize("mode", ["CMYK", "L"])
    def test_other_colours_of_a_jpeg(self, mode: str) -> None:
        assert opened(redraw(written(drawn(mode=mode)))).mode == "RGB"

    @pytest.mark.parametrize("mode", ["1", "P", "LA", "RGBA", "I;16"])
    def test_other_colours_of_a_png(self, mode: str) -> None:
        image = Image.new("I;16", (40, 30), 30_000) if mode == "I;16" else drawn(mode=mode)
        assert opened(redraw(written(image, "PNG"))).mode == "RGB"

    def test_what_is_seen_through_is_white(self) -> None:
        made = redraw(written(Image.new("RGBA", (40, 40), (0, 0, 0, 0)), "PNG"))
        assert opened(made).getpixel((20, 20)) == (255, 255, 255)

    def test_of_a_moving_one_the_first(self) -> None:
        frames = [drawn(), Image.new("RGB", (640, 480), "green")]
        for kind in ("PNG", "WEBP"):
            moving = written(frames[0], kind, save_all=True, append_images=frames[1:])
            assert colours(opened(redraw(moving))) == ("red", "blue", "red", "blue")

    def test_words_in_a_png_are_gone(self) -> None:
        words = PngImagePlugin.PngInfo()
        words.add_text("Author", "somebody")
        words.add_itxt("Comment", "悄悄话")
        sent = written(drawn(), "PNG", pnginfo=words)
        assert b"somebody" in sent
        assert b"somebody" not in redraw(sent).pictures[Size.LARGE]

    def test_one_pixel(self) -> None:
        made = redraw(jpeg(1, 1))
        assert opened(made).size == opened(made, Size.SMALL).size == (1, 1)

    @pytest.mark.parametrize("size", [(5000, 1), (1, 5000)])
    def test_a_line(self, size: tuple[int, int]) -> None:
        made = redraw(written(Image.new("RGB", size), "PNG"))
        assert max(opened(made).size) == LONGEST[Size.LARGE]

    def test_what_hides_behind_a_picture_is_gone(self) -> None:
        hidden = BytesIO()
        with zipfile.ZipFile(hidden, "w") as archive:
            archive.writestr("secret.txt", "hidden words")
        for behind in (hidden.getvalue(), b"<script>alert(1)</script>", b"%PDF-1.7 hidden"):
            for content in redraw(jpeg() + behind).pictures.values():
                assert behind not in content
                assert b"PK\x03\x04" not in content
                assert content.startswith(b"\xff\xd8")
                assert content.endswith(b"\xff\xd9")

    def test_a_picture_whose_own_account_of_itself_is_broken(self) -> None:
        sent = written(drawn(), exif=b"Exif\0\0MM\0*\xff\xff\xff\xff" + b"\xff" * 40)
        assert colours(opened(redraw(sent))) == ("red", "blue", "red", "blue")


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        "content",
        [
            b"<!DOCTYPE html><html><script>alert(1)</script></html>",
            b"%PDF-1.7",
            b"",
            b"\0",
            b"PK\x03\x04",
            written(drawn(), "GIF"),
            written(drawn(), "BMP"),
            written(drawn(), "TIFF"),
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        ],
        ids=["html", "pdf", "nothing", "zero", "zip", "gif", "bmp", "tiff", "svg"],
    )
    def test_what_is_no_picture_of_the_three_kinds(self, content: bytes) -> None:
        assert refused(content) is Unusable.NOT_A_PICTURE

    def test_what_an_iphone_takes_has_a_sentence_of_its_own(self) -> None:
        assert refused(b"\0\0\0\x24ftypheic\0\0\0\0mif1heic") is Unusable.HEIC

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_what_was_cut_off(self, kind: str) -> None:
        sent = written(drawn(), kind)
        assert refused(sent[: len(sent) // 2]) is Unusable.BROKEN

    def test_a_bomb_is_refused_before_it_is_opened(self) -> None:
        side = int(MOST_PIXELS**0.5) + 1
        assert len(bomb(side, side)) < 20_000
        assert refused(bomb(side, side)) is Unusable.TOO_MANY_PIXELS
        assert refused(bomb(20_000, 20_000)) is Unusable.TOO_MANY_PIXELS

    def test_as_many_pixels_as_are_allowed(self) -> None:
        assert redraw(bomb(8000, 5000)).width == 1600

    def test_words_that_unfold_into_megabytes(self) -> None:
        words = PngImagePlugin.PngInfo()
        words.add_text("Comment", "a" * (PngImagePlugin.MAX_TEXT_CHUNK + 1), zip=True)
        assert refused(written(drawn(), "PNG", pnginfo=words)) is Unusable.BROKEN


SEEDS = [jpeg(40, 30), from_a_telephone(6, 40, 30), written(drawn(40, 30), "PNG"), written(drawn(40, 30), "WEBP")]


@settings(max_examples=400)
@given(st.sampled_from(SEEDS), st.lists(st.tuples(st.integers(0, 10_000), st.binary(max_size=6)), max_size=6))
def test_a_file_changed_anyhow_is_a_picture_or_refused(seed: bytes, changes: list[tuple[int, bytes]]) -> None:
    content = bytearray(seed)
    for at, what in changes:
        place = at % len(content)
        content[place : place + len(what)] = what
    try:
        made = redraw(bytes(content))
    except Unfit:
        return
    assert opened(made).size == (made.width, made.height)
