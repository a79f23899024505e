import { flushSync, mount, unmount } from 'svelte';
import { expect, test } from 'vitest';
import Code from '../src/flows/add/Code.svelte';
import type { Joining } from '../src/generated';
import { setWords } from '../src/words';

test('each system is told a line of its own, with the code at its end', async () => {
    setWords('en', 'ui-add-step-windows = On Windows:');
    const joining = { code: '8301-2947-6', until: null, has_helper: true } as unknown as Joining;
    const shown = mount(Code, { target: document.body, props: { joining, practice: false } });
    flushSync();
    const lines = [...document.querySelectorAll('code')].map((line) => line.textContent);
    expect(lines).toEqual([
        'sudo patchround-helper pair 8301-2947-6',
        '"C:\\Program Files\\Patchround Helper\\patchround-helper" pair 8301-2947-6',
    ]);
    expect(document.body.textContent).toContain('On Windows:');
    await unmount(shown);
});
