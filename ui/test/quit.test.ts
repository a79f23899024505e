import { beforeEach, expect, test, vi } from 'vitest';
import type { Backend } from '../src/backend';
import { onKey } from '../src/keys';
import { leaving } from '../src/leaving.svelte';
import { begin, live, quit } from '../src/live.svelte';
import { snapshot } from './sample';

const ended = vi.fn(async () => {});

async function start(more: Partial<Backend>) {
    live.snapshot = snapshot(0);
    await begin({ snapshot: async () => snapshot(1), watch: () => () => {}, ask: vi.fn(), words: async () => '', ...more });
}

beforeEach(() => {
    ended.mockClear();
    leaving.asked = false;
});

function press() {
    onKey(new KeyboardEvent('keydown', { key: 'q', ctrlKey: true }));
}

test('Ctrl+Q asks whether to end the program, also before there is an office', async () => {
    await start({ quit: ended });
    press();
    expect(leaving.asked).toBe(true);
    expect(ended).not.toHaveBeenCalled();
    quit();
    expect(ended).toHaveBeenCalledOnce();
});

test('a page in a browser has no program to end', async () => {
    await start({});
    press();
    expect(leaving.asked).toBe(false);
});
