import { flushSync, mount, unmount } from 'svelte';
import { beforeEach, expect, test, vi } from 'vitest';
import type { OfficeView } from '../src/generated';
import { begin, live } from '../src/live.svelte';
import { here } from '../src/places.svelte';
import Help from '../src/screens/Help.svelte';
import Settings from '../src/screens/Settings.svelte';
import { setWords } from '../src/words';
import { pcRow, snapshot } from './sample';

const words = 'ui-help-find = Find a PC\nui-help-messages = Get fewer messages';

beforeEach(async () => {
    await begin({ snapshot: async () => snapshot(0), watch: () => () => {}, ask: vi.fn(), words: async () => words });
    setWords('en', words);
});

async function shown(pcs: number, act?: string): Promise<string[]> {
    const rows = Array.from({ length: pcs }, (_, n) => pcRow(String(n)));
    live.snapshot = snapshot(1, { office: { pcs: rows } as unknown as OfficeView });
    const help = mount(Help, { target: document.body });
    flushSync();
    const buttons = [...document.querySelectorAll<HTMLButtonElement>('li button')];
    buttons.find((button) => button.textContent?.trim() === act)?.click();
    const tasks = buttons.map((button) => button.textContent?.trim() ?? '');
    await unmount(help);
    return tasks;
}

test('finding a PC is offered only where there is a field to look for it in', async () => {
    expect(await shown(12)).not.toContain('Find a PC');
    expect(await shown(13, 'Find a PC')).toContain('Find a PC');
    expect(here()).toEqual({ at: 'pcs' });
});

test('fewer messages leads to the messages of the settings, not to their top', async () => {
    await shown(1, 'Get fewer messages');
    expect(here()).toEqual({ at: 'settings', part: 'messages' });
    const open = { days: [], from: 8, to: 18 };
    const office = { name: '', person: '', open, rules: { when: 'by_themselves' }, cooling_off: 3,
        judged: { rules: [], own: null }, feeds: [], messages: [] } as unknown as OfficeView;
    const settings = mount(Settings, { target: document.body, props: { office, part: 'messages' } });
    flushSync();
    expect(document.querySelector('[data-first]')?.id).toBe('settings-messages');
    await unmount(settings);
});
