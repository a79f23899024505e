import { flushSync } from 'svelte';
import { expect, test } from 'vitest';
import { capital, count, directionOf, list, month, setWords, t } from '../src/words';

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

test('digits are those of addresses and versions, in every language', () => {
    setWords('ar-EG', 'steps = { $count } { $of }');
    expect(count(1000)).toBe('1,000');
    expect(t('steps', { count: 12, of: 'x' })).toContain('12');
});

test('what is typed has a direction of its own when it has a letter', () => {
    expect(['', '12', '192.168.1.20', ' '].map(directionOf)).toEqual(Array(4).fill(undefined));
    expect(['PC 2', 'مكتب', '/media'].map(directionOf)).toEqual(Array(3).fill('auto'));
});

test('a line begins with a capital, also where its first word is isolated', () => {
    setWords('en', CATALOGUE);
    expect(capital('today at 10:00')).toBe('Today at 10:00');
    expect(capital(`${ISOLATE}today${END} at 10:00`)).toBe(`${ISOLATE}Today${END} at 10:00`);
    expect(['10:00 today', 'اليوم', ''].map(capital)).toEqual(['10:00 today', 'اليوم', '']);
});
