import { flushSync, mount, unmount } from 'svelte';
import { expect, test } from 'vitest';
import Rules from '../src/screens/settings/Rules.svelte';
import { setWords } from '../src/words';

test('the week begins where the person lives, not where the language comes from', async () => {
    setWords('de', '');
    const rules = mount(Rules, { target: document.body, props: { rules: { when: 'weekly', day: 'thu', hour: 18 } } });
    flushSync();
    expect(navigator.language).toBe('en-US');
    expect(document.querySelector('option')?.textContent).toBe('Sonntag');
    await unmount(rules);
});
