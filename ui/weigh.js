import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const MOST = { js: 120 * 1024, css: 12 * 1024 };
const FOLDER = 'dist/assets';

let tooHeavy = false;
for (const [kind, most] of Object.entries(MOST)) {
    const files = readdirSync(FOLDER).filter((name) => name.endsWith(`.${kind}`));
    const bytes = files.reduce((sum, name) => sum + gzipSync(readFileSync(`${FOLDER}/${name}`)).length, 0);
    console.log(`${kind}: ${(bytes / 1024).toFixed(1)} of ${most / 1024} KB, packed`);
    tooHeavy ||= bytes > most || files.length === 0;
}
process.exitCode = tooHeavy ? 1 : 0;
