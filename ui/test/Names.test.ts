import { flushSync, mount, unmount } from 'svelte';
import { expect, test, vi } from 'vitest';
import type { Ask, OfficeView } from '../src/generated';
import Names from '../src/flows/setup/Names.svelte';
import { begin, live } from '../src/live.svelte';
import { pcRow, snapshot } from './sample';

const words = 'ui-setup-names-empty = Type a name.';
const ask = vi.fn(async (_: Ask) => ({ answer: 'done' as const }));

test('an emptied name is said to be missing, and one that is put back is fine', async () => {
    await begin({ snapshot: async () => snapshot(0), watch: () => () => {}, ask, words: async () => words });
    const office = { pcs: [pcRow('1')], joining: { joined: [] } } as unknown as OfficeView;
    live.snapshot = snapshot(1, { office, place: { at: 'setup', step: 3 } as never });
    const names = mount(Names, { target: document.body });
    flushSync();
    const input = document.querySelector('input') as HTMLInputElement;
    async function type(name: string): Promise<string> {
        input.value = name;
        input.dispatchEvent(new Event('input'));
        input.dispatchEvent(new FocusEvent('focusout', { bubbles: true }));
        await new Promise((resolve) => setTimeout(resolve));
        flushSync();
        return document.querySelector('.error')?.textContent ?? '';
    }
    expect(await type(' ')).toBe('Type a name.');
    expect(ask).not.toHaveBeenCalled();
    expect(await type('PC 1')).toBe('');
    await unmount(names);
});
