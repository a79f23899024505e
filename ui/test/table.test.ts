import { expect, test } from 'vitest';
import { found, led, lines, near, placed, typedTo, type Line } from '../src/screens/pcs/table';
import { group, pcRow } from './sample';

test('only lines near the window exist, and the one with the focus', () => {
    const shown = near(3600, 360, 36, 1000, 3);
    expect(shown[0]).toBe(3);
    expect(shown.slice(1)).toEqual(Array.from({ length: 26 }, (_, index) => 92 + index));
});

test('at the end of the list no line is made up', () => {
    expect(near(35_900, 800, 36, 1000, 0).at(-1)).toBe(999);
    expect(near(0, 800, 36, 0, 0)).toEqual([]);
});

test('a PC that changes stays in its place while somebody points at the rows', () => {
    const before = placed([pcRow('1', 'ready'), pcRow('2', 'ready')], null);
    const now = [pcRow('2', 'ready'), pcRow('1', 'working'), pcRow('3', 'good')];
    const kept = placed(now, before);
    expect(kept.map(({ pc, under }) => [pc.id, pc.look, under])).toEqual([
        ['1', 'working', 'ready'],
        ['2', 'ready', 'ready'],
        ['3', 'good', 'good'],
    ]);
    expect(placed(now, null).map(({ under }) => under)).toEqual(['ready', 'working', 'good']);
});

test('a PC that left is shown no longer, even while somebody points at the rows', () => {
    const before = placed([pcRow('1'), pcRow('2')], null);
    expect(placed([pcRow('2')], before).map(({ pc }) => pc.id)).toEqual(['2']);
});

test('a closed group shows its title only', () => {
    const pcs = placed([pcRow('1', 'needs'), pcRow('2', 'good')], null);
    const shown = lines(pcs, [group('needs', 1), group('good', 1)], (look) => look === 'good');
    expect(shown.map((line) => (line.kind === 'pc' ? line.pc.id : line.group.look))).toEqual(['needs', '1', 'good']);
});

test('PCs are found by any part of name or person, accents or not', () => {
    const pcs = [{ ...pcRow('1'), name: 'Büro', who: 'Ana' }, pcRow('2')];
    expect(found(pcs, 'ana buro', 'en').map((pc) => pc.id)).toEqual(['1']);
    expect(found(pcs, ' ', 'en')).toHaveLength(2);
});

test('keys lead to lines that exist', () => {
    expect(led('ArrowUp', 0, 5, 10)).toBe(0);
    expect(led('PageDown', 0, 5, 10)).toBe(4);
    expect(led('End', 0, 5, 10)).toBe(4);
    expect(led('Enter', 0, 5, 10)).toBeNull();
});

test('typing leads to the next PC whose name begins so', () => {
    const all: Line[] = ['a', 'b', 'B2'].map((id) => ({ kind: 'pc', pc: { ...pcRow(id), name: id } }));
    expect(typedTo('b', 0, all, 'en')).toBe(1);
    expect(typedTo('b', 1, all, 'en')).toBe(2);
    expect(typedTo('b2', 1, all, 'en')).toBe(2);
    expect(typedTo('x', 0, all, 'en')).toBeNull();
});
