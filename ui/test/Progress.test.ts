import { flushSync, mount, unmount } from 'svelte';
import { beforeEach, expect, test } from 'vitest';
import Progress from '../src/flows/Progress.svelte';
import type { OfficeView, Settings } from '../src/generated';
import { live } from '../src/live.svelte';
import { setWords } from '../src/words';
import { snapshot } from './sample';

const run = { sentence: 'Updating.', done: 0, all: 1, pcs: [], begun: false, can_stop: false, longer: null };

beforeEach(() => setWords('en', 'ui-progress-close = We tell you.\nui-progress-close-only = It goes on.'));

async function said(practice: boolean, settings: Partial<Settings>, more = {}): Promise<string> {
    const before = snapshot(1);
    const office = { run: { ...run, ...more }, result: null } as unknown as OfficeView;
    live.snapshot = snapshot(1, { office, practice, settings: { ...before.settings, ...settings } });
    const progress = mount(Progress, { target: document.body });
    flushSync();
    const text = document.body.textContent ?? '';
    await unmount(progress);
    return text;
}

test('a message is promised only where one will come', async () => {
    expect(await said(false, {})).toContain('We tell you.');
    for (const [practice, settings] of [
        [true, {}],
        [false, { quiet: true }],
        [false, { no_messages: 'Messages cannot be shown.' }],
    ] as const) {
        const text = await said(practice, settings);
        expect(text).toContain('It goes on.');
        expect(text).not.toContain('We tell you.');
    }
});

test('while no PC has begun there is no "this one" to stop after', async () => {
    setWords('en', 'ui-progress-stop = Stop after this one\nui-progress-stop-before = Stop before it begins');
    expect(await said(false, {}, { can_stop: true })).toContain('Stop before it begins');
    expect(await said(false, {}, { can_stop: true, begun: true })).toContain('Stop after this one');
});
