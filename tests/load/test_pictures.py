"""Pictures that commentary names."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Picture
from PIL import ImageCms

from boardpack.content import Image
from boardpack.document import walk
from boardpack.load.image_file import SHOWN, printable_image
from boardpack.load.loader import load
from tests.support.projects import write_project

FOLDER = "narratives/2017-10"
FILE = f"{FOLDER}/workforce.md"


def png(size: tuple[int, int] = (8, 4), mode: str = "RGB", kind: str = "PNG", **options: Any) -> bytes:
    out = io.BytesIO()
    Picture.new(mode, size, 60 if mode == "L" else None).save(out, kind, **options)
    return out.getvalue()


def read(
    tmp_path: Path, line: str, files: dict[str, bytes]
) -> tuple[list[Image], list[tuple[str, int, str]]]:
    text = f"# Improvement Activity\n\n{line}\n\n# Next Steps\n"
    loaded = load(write_project(tmp_path, {FILE: text, **files}))
    assert loaded.pack is not None
    images = [b for n in loaded.pack.narratives for b in walk(n.blocks) if isinstance(b, Image)]
    return images, [
        (f.rule, f.place.line, f.found) for f in loaded.findings if f.place.file.startswith(FOLDER)
    ]


def test_a_picture_of_the_month_s_folder_is_read_with_its_words(tmp_path: Path) -> None:
    (image,), findings = read(
        tmp_path, '![Map of rounds](map.png "The rounds")', {f"{FOLDER}/map.png": png()}
    )
    assert findings == []
    assert (image.alt, image.width, image.height) == ("Map of rounds", 8, 4)
    assert image.data.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("line", "rule", "found"),
    [
        ("![](map.png)", "image-alt", "without words"),
        ("![a](map.svg)", "image-refused", "SVG"),
        ("![a](https://example.org/map.png)", "image-refused", "nothing is fetched"),
        ("![a](//example.org/map.png)", "image-refused", "nothing is fetched"),
        ("![a](data:image/png;base64,AAAA)", "image-refused", "nothing is fetched"),
        ("![a](../map.png)", "image-refused", "outside"),
        ("![a](/etc/map.png)", "image-refused", "outside"),
        ("![a](gone.png)", "image-refused", "no such file"),
        ("![a](broken.png)", "image-refused", "no whole PNG"),
        ("![a](words.png)", "image-refused", "no whole PNG"),
        ("![a](map.gif)", "image-refused", ".gif"),
        ("![a](link.png)", "image-refused", "out of the project"),
        ("See ![a](map.png) here", "image-refused", "among other words"),
        ("![a {{P1}}](map.png)", "image-refused", "live figure"),
    ],
)
def test_other_pictures_are_refused_with_line_and_reason(
    tmp_path: Path, line: str, rule: str, found: str
) -> None:
    outside = tmp_path / "outside.png"
    outside.write_bytes(png())
    root = tmp_path / "project"
    folder = root / FOLDER
    folder.mkdir(parents=True)
    (folder / "link.png").symlink_to(outside)
    files = {
        f"{FOLDER}/map.png": png(), f"{FOLDER}/broken.png": png((400, 400))[:200],
        f"{FOLDER}/words.png": b"words",
    }  # fmt: skip
    images, findings = read(root, line, files)
    assert images == []
    assert [(name, at) for name, at, words in findings if name == rule and found in words] == [(rule, 3)]


def test_a_picture_is_turned_upright_and_its_metadata_stays_behind() -> None:
    exif = Picture.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    exif[0x010F] = "A camera"
    given = png((40, 20), kind="JPEG", exif=exif, comment=b"secret")
    made = printable_image(given)
    assert made is not None
    assert (made.width, made.height) == (20, 40)
    assert b"camera" not in made.data
    assert b"secret" not in made.data
    with Picture.open(io.BytesIO(made.data)) as image:
        assert not image.getexif()
        assert "icc_profile" not in image.info


def test_colours_of_another_space_are_brought_to_srgb() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    other = printable_image(png((2, 2), icc_profile=profile))
    assert other is not None
    with Picture.open(io.BytesIO(other.data)) as image:
        assert image.mode == "RGB"


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("RGBA", "PNG"), ("P", "PNG"), ("L", "PNG"), ("CMYK", "JPEG"), ("1", "PNG"), ("I;16", "PNG")],
)
def test_every_kind_of_pixel_becomes_plain_colour(mode: str, kind: str) -> None:
    made = printable_image(png((3, 3), mode, kind))
    assert made is not None
    with Picture.open(io.BytesIO(made.data)) as image:
        assert image.mode == "RGB"


def test_what_shows_through_is_white() -> None:
    made = printable_image(png((2, 2), "RGBA"))
    assert made is not None
    with Picture.open(io.BytesIO(made.data)) as image:
        assert image.getpixel((0, 0)) == (255, 255, 255)


def test_a_picture_larger_than_print_needs_is_made_smaller() -> None:
    made = printable_image(png((SHOWN * 2, 100)))
    assert made is not None
    assert (made.width, made.height) == (SHOWN, 50)
    assert printable_image(png((50_000, 900), "1")) is None


def test_the_same_file_gives_the_same_bytes() -> None:
    for kind in ("PNG", "JPEG"):
        given = png((30, 30), kind=kind)
        assert printable_image(given) == printable_image(given)


def test_a_file_that_no_line_names_is_told(tmp_path: Path) -> None:
    _, findings = read(tmp_path, "Words.", {f"{FOLDER}/map.png": png()})
    assert [rule for rule, *_ in findings] == ["file-unknown"]
