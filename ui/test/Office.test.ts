import { flushSync, mount, unmount } from 'svelte';
import { expect, test } from 'vitest';
import Office from '../src/flows/setup/Office.svelte';
import type { SetupPlace } from '../src/flows/setup/place';
import { live } from '../src/live.svelte';
import { setWords } from '../src/words';
import { snapshot } from './sample';

test('errors of the first step do not follow into the practice office', async () => {
    setWords('en', 'ui-setup-office-name-empty = Type a name.');
    const open = { days: ['mon'], from: 8, to: 18 };
    const place = { at: 'setup', step: 1, person: '', open, paper: null } as unknown as SetupPlace;
    live.snapshot = snapshot(1, { place });
    const step = mount(Office, { target: document.body, props: { place } });
    flushSync();
    document.querySelector('form')?.dispatchEvent(new SubmitEvent('submit', { cancelable: true }));
    flushSync();
    expect(document.body.textContent).toContain('Type a name.');
    live.snapshot = snapshot(2, { place, practice: true });
    flushSync();
    expect(document.body.textContent).not.toContain('Type a name.');
    await unmount(step);
});
