import { beforeEach, expect, test, vi } from 'vitest';
import type { Backend } from '../src/backend';
import type { Answer, Snapshot } from '../src/generated';
import { ask, begin, live } from '../src/live.svelte';
import { snapshot } from './sample';

let draw: (snapshot: Snapshot) => void;
let answer: Answer;

beforeEach(async () => {
    answer = { answer: 'done' };
    const backend: Backend = {
        snapshot: async () => snapshot(5),
        watch: (given) => {
            draw = given;
            return () => {};
        },
        ask: async () => answer,
        words: async () => '',
    };
    live.snapshot = snapshot(0);
    await begin(backend);
});

test('an older picture is never drawn over a newer one', async () => {
    draw(snapshot(7));
    await vi.waitFor(() => expect(live.snapshot.revision).toBe(7));
    draw(snapshot(6));
    await new Promise((done) => setTimeout(done));
    expect(live.snapshot.revision).toBe(7);
});

test('the page says which language it is in and which way it is written', async () => {
    draw(snapshot(8, { language: 'ar', direction: 'rtl' }));
    await vi.waitFor(() => expect(document.documentElement.dir).toBe('rtl'));
    expect(document.documentElement.lang).toBe('ar');
});

test('what was not done is told', async () => {
    answer = { answer: 'refused', sentence: 'Another PC is called so.' };
    await ask({ ask: 'check' });
    expect(live.refusal?.sentence).toBe('Another PC is called so.');
    answer = { answer: 'done' };
    await ask({ ask: 'check' });
    expect(live.refusal).toBeNull();
});
