import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Ask } from '../src/generated';
import { begin, live } from '../src/live.svelte';
import Said from '../src/parts/Said.svelte';
import { snapshot } from './sample';

let said: ReturnType<typeof mount>;

const asked: Ask[] = [];

beforeEach(async () => {
    vi.useFakeTimers();
    asked.length = 0;
    await begin({
        snapshot: async () => snapshot(1),
        watch: () => () => {},
        ask: async (ask) => {
            asked.push(ask);
            return { answer: 'done' };
        },
        words: async () => '',
    });
    live.snapshot = snapshot(1, { said: { number: 1, sentence: 'Agreed for tonight.', undo: true, trouble: false } });
    said = mount(Said, { target: document.body });
    flushSync();
});

afterEach(async () => {
    await unmount(said);
    vi.useRealTimers();
});

function line(): HTMLElement | null {
    return document.querySelector('.said');
}

function pass(milliseconds: number) {
    vi.advanceTimersByTime(milliseconds);
    flushSync();
}

test('what was just done is shown for ten seconds', () => {
    pass(9_900);
    expect(line()?.textContent).toContain('Agreed for tonight.');
    pass(200);
    expect(line()).toBeNull();
});

test('it stays while somebody points at it', () => {
    line()?.dispatchEvent(new MouseEvent('mouseenter'));
    flushSync();
    pass(60_000);
    expect(line()).not.toBeNull();
    line()?.dispatchEvent(new MouseEvent('mouseleave'));
    flushSync();
    pass(10_100);
    expect(line()).toBeNull();
});

test('undo is about what is shown', () => {
    line()?.querySelector('button')?.click();
    flushSync();
    expect(asked).toEqual([{ ask: 'undo', number: 1 }]);
    expect(line()).toBeNull();
});

test('the next thing that is done is shown again', () => {
    pass(10_100);
    live.snapshot = snapshot(2, { said: { number: 2, sentence: 'Taken back.', undo: false, trouble: false } });
    flushSync();
    expect(line()?.textContent).toContain('Taken back.');
});
