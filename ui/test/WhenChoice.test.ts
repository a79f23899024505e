import { flushSync, mount, unmount } from 'svelte';
import { expect, test, vi } from 'vitest';
import WhenChoice from '../src/flows/WhenChoice.svelte';
import { setWords } from '../src/words';

test('the week begins where the person lives, not where the language comes from', async () => {
    setWords('de', '');
    const rules = mount(WhenChoice, {
        target: document.body,
        props: { legend: '', rules: { when: 'weekly', day: 'thu', hour: 18 }, closes: 18, onchoose: vi.fn() },
    });
    flushSync();
    expect(navigator.language).toBe('en-US');
    expect(document.querySelector('option')?.textContent).toBe('Sonntag');
    await unmount(rules);
});

test('a weekly time that is chosen begins with the closing of the office', async () => {
    setWords('en', 'ui-when-weekly = Weekly');
    const onchoose = vi.fn();
    const rules = mount(WhenChoice, {
        target: document.body,
        props: { legend: '', rules: { when: 'by_themselves' }, closes: 20, onchoose },
    });
    flushSync();
    document.querySelector<HTMLInputElement>('input[value=weekly]')?.click();
    flushSync();
    expect(onchoose).toHaveBeenCalledWith({ when: 'weekly', day: 'thu', hour: 20 });
    await unmount(rules);
});
