import { flushSync, mount, unmount } from 'svelte';
import { expect, test, vi } from 'vitest';
import type { OfficeView, OpenHours } from '../src/generated';
import { begin } from '../src/live.svelte';
import YourOffice from '../src/screens/settings/YourOffice.svelte';
import { setWords } from '../src/words';
import { snapshot } from './sample';

const open: OpenHours = { days: ['mon'], from: 8, to: 18 };

function office(name: string): OfficeView {
    return { name, person: 'Maria', open } as unknown as OfficeView;
}

function name(): HTMLInputElement {
    return document.querySelector('input[maxlength="80"]') as HTMLInputElement;
}

function save(): HTMLButtonElement | null {
    return document.querySelector('button[type=submit]');
}

test('what was saved stays in the form, before and after the engine tells of it', async () => {
    setWords('en', '');
    const ask = vi.fn(async () => ({ answer: 'done' }) as const);
    await begin({ snapshot: async () => snapshot(1), watch: () => () => {}, ask, words: async () => '' });
    let now = $state.raw(office('Harbour'));
    const props = {
        get office() {
            return now;
        },
    };
    const form = mount(YourOffice, { target: document.body, props });
    flushSync();
    expect(save()).toBeNull();
    name().value = 'Bakery';
    name().dispatchEvent(new Event('input', { bubbles: true }));
    flushSync();
    save()?.click();
    await vi.waitFor(() => expect(save()).toBeNull());
    expect(ask).toHaveBeenCalledWith({ ask: 'change_office', office: 'Bakery', person: 'Maria', open, words: '' });
    expect(name().value).toBe('Bakery');
    for (const changed of ['Bakery', 'Corner Shop']) {
        now = office(changed);
        flushSync();
        expect([name().value, save()]).toEqual([changed, null]);
    }
    await unmount(form);
});
