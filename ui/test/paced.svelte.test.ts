import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Paced } from '../src/flows/paced.svelte';

beforeEach(() => {
    vi.useFakeTimers();
});

afterEach(() => {
    vi.useRealTimers();
});

test('a screen reader hears of a change at most every 15 seconds, and of the newest', () => {
    let text = $state('1 of 5');
    let paced!: Paced;
    const stop = $effect.root(() => {
        paced = new Paced(() => text);
    });
    const pass = (milliseconds: number) => {
        flushSync();
        vi.advanceTimersByTime(milliseconds);
    };
    pass(1);
    expect(paced.said).toBe('1 of 5');
    text = '2 of 5';
    pass(7_000);
    text = '3 of 5';
    pass(7_000);
    expect(paced.said).toBe('1 of 5');
    pass(2_000);
    expect(paced.said).toBe('3 of 5');
    stop();
});
