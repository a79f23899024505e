import { flushSync, mount, unmount } from 'svelte';
import { expect, test, vi } from 'vitest';
import type { Answer, Ask, OfficeView } from '../src/generated';
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
    expect(ask).not.toHaveBeenCalledWith(expect.objectContaining({ ask: 'rename' }));
    expect(await type('PC 1')).toBe('');
    await unmount(names);
});

test('whoever is signed in is filled in and saved with Next, and who was typed is kept', async () => {
    const asks: Ask[] = [];
    const people = [
        { pc: '1', name: 'PC 1', uses: { uses: 'nobody' }, signed_in: 'ana' },
        { pc: '2', name: 'PC 2', uses: { uses: 'person', name: 'Ben' }, signed_in: null },
        { pc: '3', name: 'PC 3', uses: { uses: 'nobody' }, signed_in: null },
    ];
    const answer = async (ask: Ask) => {
        asks.push(ask);
        return (ask.ask === 'duties' ? { answer: 'duties', people } : { answer: 'done' }) as Answer;
    };
    await begin({ snapshot: async () => snapshot(0), watch: () => () => {}, ask: answer, words: async () => words });
    const office = { pcs: ['1', '2', '3'].map((id) => pcRow(id)), joining: { joined: [] } } as unknown as OfficeView;
    live.snapshot = snapshot(1, { office, place: { at: 'setup', step: 3 } as never });
    const names = mount(Names, { target: document.body });
    const settle = async () => {
        flushSync();
        await new Promise((resolve) => setTimeout(resolve, 20));
        flushSync();
    };
    await settle();
    const fields = [...document.querySelectorAll<HTMLInputElement>('[role=group] input[type=text]')];
    expect(fields.map((field) => field.value)).toEqual(['ana', 'Ben', '']);
    document.querySelectorAll<HTMLInputElement>('[role=group] input[type=checkbox]')[2]?.click();
    await settle();
    document.querySelector('form')?.dispatchEvent(new SubmitEvent('submit', { cancelable: true, bubbles: true }));
    await settle();
    expect(asks.filter(({ ask }) => ask === 'uses')).toEqual([
        { ask: 'uses', pc: '1', who: { uses: 'person', name: 'ana' } },
        { ask: 'uses', pc: '3', who: { uses: 'many' } },
    ]);
    expect(asks.at(-1)).toEqual({ ask: 'step', step: 4 });
    await unmount(names);
});
