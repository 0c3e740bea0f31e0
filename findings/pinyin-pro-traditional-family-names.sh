#!/usr/bin/env bash
# pinyin-pro 3.29.4 (npm) reads family names in traditional characters as ordinary words.
#
# Its option `surname: 'head'` reads the beginning of a text as a family name: 单田芳 is "shan tian
# fang", not "dan tian fang". This holds for simplified characters only. The same names as they are
# written in Taiwan and Hong Kong come out with the everyday reading: 單田芳 is "dan tian fang", 尉遲恭
# "wei chi gong", 萬俟卨 "wan si xie". A search by pinyin that relies on the option thus finds a
# customer under one script and not under the other. Characters that are the same in both scripts
# (仇, 曾) are read right.
#
# Seen with Node 20.20.2: ten family names differ between the two scripts.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --save-exact pinyin-pro@3.29.4 >/dev/null 2>&1

cat > run.cjs <<'JS'
const { version } = require('pinyin-pro/package.json');
const { pinyin } = require('pinyin-pro');

const read = (name) => pinyin(name, { surname: 'head', toneType: 'none', type: 'array' }).join(' ');

/** Simplified, traditional, the reading of the family name. */
const NAMES = [
  ['单田芳', '單田芳', 'shan'],
  ['区志明', '區志明', 'ou'],
  ['盖叫天', '蓋叫天', 'ge'],
  ['乐嘉', '樂嘉', 'yue'],
  ['员半千', '員半千', 'yun'],
  ['缪荃孙', '繆荃孫', 'miao'],
  ['尉迟恭', '尉遲恭', 'yu chi'],
  ['万俟卨', '萬俟卨', 'mo qi'],
  ['长孙无忌', '長孫無忌', 'zhang sun'],
  ['澹台明', '澹臺明', 'tan tai'],
];

console.log(`pinyin-pro ${version}`);
let isAsFound = true;
for (const [simplified, traditional, family] of NAMES) {
  console.log(`${simplified}: ${read(simplified)}   ${traditional}: ${read(traditional)}`);
  isAsFound &&= read(simplified).startsWith(`${family} `) && !read(traditional).startsWith(`${family} `);
}
for (const name of ['仇英', '曾國藩']) console.log(`${name}: ${read(name)}`);
isAsFound &&= read('仇英') === 'qiu ying' && read('曾國藩') === 'zeng guo fan';
if (!isAsFound) console.log('this has changed');
process.exitCode = isAsFound ? 0 : 1;
JS
node run.cjs
