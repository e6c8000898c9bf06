#!/usr/bin/env python3
"""make.py GOLDEN: writes the pictures beside this script that the tests of M3Video hold its pictures against.

GOLDEN is the folder of reference checkpoints (llava15/, llavanext/, original/, each with wide.png and
expected.safetensors, made with Pillow). Needs pillow 12 or older (13 no longer always takes the horizontal pass first;
made with 11.3.0), numpy, safetensors and opencv-python-headless (4.11.0).

<model>.wide.png                      the picture
<model>.{pad,crop,tile0...}.png       what Pillow made of it: the tensors wide.pad.u8, wide.crop.u8, anyres.tiles.u8
resize.tsv                            sizes and the CRC-32 of what Pillow's bicubic makes of `pattern(w, h)`
fit.tsv                               the same for whole crops: pad and crop, of Pillow's own steps
bilinear.<w>x<h>.png                  OpenCV's INTER_LINEAR of `pattern(97, 61)`
"""
import os, sys, zlib
import cv2
import numpy as np
import PIL
from PIL import Image
from safetensors.numpy import load_file

assert int(PIL.__version__.split('.')[0]) < 13, 'Pillow 13 changed the order of the passes'
here = os.path.dirname(os.path.abspath(__file__))
golden = sys.argv[1]


def pattern(width, height):
    """Every channel of every pixel from one integer hash: full range, no two neighbours alike."""
    i = np.arange(width * height * 3, dtype=np.uint32)
    i = (i ^ (i >> np.uint32(7))) * np.uint32(2654435761)
    noise = (i >> np.uint32(24)).astype(np.uint8).reshape(height, width, 3)
    return Image.fromarray(noise)


def crc(picture):
    return f'{zlib.crc32(np.asarray(picture).tobytes()):08x}'


def save(array, name):
    Image.fromarray(array).save(os.path.join(here, name), optimize=True)


for model in ('llava15', 'llavanext', 'original'):
    expected = load_file(os.path.join(golden, model, 'expected.safetensors'))
    Image.open(os.path.join(golden, model, 'wide.png')).save(os.path.join(here, f'{model}.wide.png'), optimize=True)
    save(expected['wide.pad.u8'], f'{model}.pad.png')
    save(expected['wide.crop.u8'], f'{model}.crop.png')
    for index, tile in enumerate(expected.get('anyres.tiles.u8', [])):
        save(tile, f'{model}.tile{index}.png')

sizes = [
    (1, 1, 336, 336), (1, 1, 1, 1), (1, 7, 336, 336), (7, 1, 336, 336), (2, 2, 3, 3), (3, 2, 1, 1), (336, 336, 336, 336),
    (336, 100, 336, 336), (100, 336, 336, 336), (97, 61, 41, 29), (97, 61, 200, 150), (640, 480, 336, 336),
    (640, 480, 672, 504), (641, 479, 337, 335), (1920, 1080, 336, 336), (1280, 2160, 598, 672), (335, 337, 336, 336),
    (16384, 16, 336, 336), (16, 16384, 336, 336), (16384, 16, 336, 1), (5, 1000, 5, 3), (2000, 3, 7, 336), (33, 17, 16, 16),
    (50, 6, 49, 5), (51, 7, 48, 8), (672, 672, 96, 96), (320, 180, 192, 108), (48, 48, 17, 16), (10, 10, 11, 1),
]
with open(os.path.join(here, 'resize.tsv'), 'w') as out:
    print('#width\theight\tto_width\tto_height\tcrc32', file=out)
    for w, h, tw, th in sizes:
        print(w, h, tw, th, crc(pattern(w, h).resize((tw, th), Image.BICUBIC)), sep='\t', file=out)

FILL = (122, 116, 104)


def pad(picture, side):
    square = Image.new('RGB', (max(picture.size),) * 2, FILL)
    square.paste(picture, tuple((max(picture.size) - length) // 2 for length in picture.size))
    return square.resize((side, side), Image.BICUBIC)


def crop(picture, side):
    w, h = picture.size
    resized = picture.resize(tuple(int(side * length / min(w, h)) for length in (w, h)), Image.BICUBIC)
    left, top = ((length - side) // 2 for length in resized.size)
    return resized.crop((left, top, left + side, top + side))


with open(os.path.join(here, 'fit.tsv'), 'w') as out:
    print('#width\theight\tside\tpad_crc32\tcrop_crc32', file=out)
    for w, h, side in [
        (640, 480, 336), (480, 640, 336), (641, 480, 336), (1, 1, 336), (1, 5, 336), (5, 1, 336), (2, 1, 96), (1920, 1080, 336),
        (1080, 1920, 336), (192, 128, 336), (191, 127, 336), (336, 336, 336), (336, 337, 336), (1000, 300, 96), (3000, 16, 336),
        (101, 100, 100), (99, 100, 100),
    ]:
        print(w, h, side, crc(pad(pattern(w, h), side)), crc(crop(pattern(w, h), side)), sep='\t', file=out)

for w, h in [(64, 48), (97, 30), (20, 61), (1, 1), (120, 90)]:
    resized = cv2.resize(np.asarray(pattern(97, 61)), (w, h), interpolation=cv2.INTER_LINEAR)
    save(resized, f'bilinear.{w}x{h}.png')
