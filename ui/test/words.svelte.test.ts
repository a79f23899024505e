import { flushSync } from 'svelte';
import { expect, test } from 'vitest';
import { count, list, month, setWords, t } from '../src/words';

const ISOLATE = String.fromCodePoint(0x2068);
const END = String.fromCodePoint(0x2069);
const CATALOGUE = `
hello = Hello { $name }
pcs = { $count ->
    [one] 1 PC
   *[other] { $count } PCs
}
`;

test('a sentence takes its values and keeps names apart from the text around them', () => {
    setWords('en', CATALOGUE);
    expect(t('hello', { name: 'Ana' })).toBe(`Hello ${ISOLATE}Ana${END}`);
    expect(t('pcs', { count: 1 })).toBe('1 PC');
});

test('a sentence that is not in the catalogue is seen', () => {
    setWords('en', CATALOGUE);
    expect(t('ui-no-such-thing')).toBe('[ui-no-such-thing]');
});

test('what is on the screen is written anew in another language', () => {
    setWords('en', 'hello = Hello');
    const said: string[] = [];
    const stop = $effect.root(() => {
        $effect(() => {
            said.push(t('hello'));
        });
    });
    flushSync();
    setWords('de', 'hello = Guten Tag');
    flushSync();
    stop();
    expect(said).toEqual(['Hello', 'Guten Tag']);
});

test('numbers, rows of things and months are written as the language does', () => {
    setWords('de', '');
    expect(count(1000)).toBe('1.000');
    expect(list(['a', null, 'b'])).toBe('a, b');
    expect(month('2026-05')).toBe('Mai 2026');
});
