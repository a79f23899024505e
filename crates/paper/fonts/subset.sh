#!/bin/sh
# Run in this folder, with fonts-noto-core 20201225-1 and fonttools 4.38.0 of Debian 12.
set -eu
from=/usr/share/fonts/truetype/noto
latin='U+0020-007E,U+00A0-024F,U+02BB-02BC,U+02C6-02C7,U+02D8-02DD,U+0300-0304,U+0306-030C,U+0323,U+0326-0328,U+0331'
latin="$latin,U+0370-03FF,U+0400-052F,U+1E00-1EFF,U+200B-200F,U+2010-2027,U+202A-202F,U+2030-203A,U+2044,U+2060-2069"
latin="$latin,U+20AC,U+20B4,U+20B9-20BA,U+20BD,U+2116,U+2122,U+2190-2193,U+2212,U+2215,U+2260,U+2264-2265,U+25CC,U+FFFD"
arabic='U+0020,U+0600-06FF,U+0750-077F,U+200B-200F,U+2066-2069,U+25CC,U+FD3E-FD3F'
for weight in Regular Bold; do
  pyftsubset "$from/NotoSans-$weight.ttf" --output-file="NotoSans-$weight.ttf" --unicodes="$latin" \
    --layout-features='ccmp,locl,mark,mkmk,kern,liga' --no-hinting --notdef-outline --name-IDs='*'
  pyftsubset "$from/NotoSansArabic-$weight.ttf" --output-file="NotoSansArabic-$weight.ttf" --unicodes="$arabic" \
    --layout-features='ccmp,locl,mark,mkmk,kern,isol,init,medi,fina,rlig,calt,liga' --no-hinting --notdef-outline --name-IDs='*'
done
