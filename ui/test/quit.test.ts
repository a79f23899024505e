import { flushSync, mount, unmount } from 'svelte';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Backend } from '../src/backend';
import Quit from '../src/flows/Quit.svelte';
import type { OfficeView } from '../src/generated';
import { onKey } from '../src/keys';
import { leaving } from '../src/leaving.svelte';
import { begin, live, quit } from '../src/live.svelte';
import { setWords } from '../src/words';
import { pcRow, snapshot } from './sample';

const ended = vi.fn(async () => {});

async function start(more: Partial<Backend>) {
    live.snapshot = snapshot(0);
    await begin({ snapshot: async () => snapshot(1), watch: () => () => {}, ask: vi.fn(), words: async () => '', ...more });
}

beforeEach(() => {
    HTMLDialogElement.prototype.showModal = vi.fn();
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

test('in mid-round it is said which PCs go on and which wait', async () => {
    const words = ['ui-quit-run = At work.', 'ui-quit-run-waiting = Others wait.', 'ui-quit-run-not-begun = Nothing begins.'];
    setWords('en', [...words, 'ui-quit-text-only = No messages.'].join('\n'));
    for (const [run, text] of [
        [{ can_stop: true }, 'Others wait.'],
        [{ can_stop: false }, 'At work.'],
        [{ can_stop: true, about_to: true }, 'Nothing begins.'],
    ] as const) {
        live.snapshot = snapshot(1, { office: { pcs: [], run } as unknown as OfficeView });
        const dialog = mount(Quit, { target: document.body });
        flushSync();
        expect(document.querySelector('dialog')?.textContent).toContain(text);
        await unmount(dialog);
    }
});

test('updates are said to go on only where this PC is one of the office', async () => {
    setWords('en', 'ui-quit-text = They go on.\nui-quit-text-only = No messages.');
    const office = { pcs: [{ ...pcRow('a'), here: true }] } as unknown as OfficeView;
    for (const [more, text] of [
        [{ office }, 'They go on.'],
        [{ office, practice: true }, 'No messages.'],
        [{}, 'No messages.'],
    ] as const) {
        live.snapshot = snapshot(1, more);
        const dialog = mount(Quit, { target: document.body });
        flushSync();
        expect(document.querySelector('dialog')?.textContent).toContain(text);
        await unmount(dialog);
    }
});
