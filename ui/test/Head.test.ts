import { flushSync, mount, unmount } from 'svelte';
import { expect, test } from 'vitest';
import type { PcPage } from '../src/generated';
import Head from '../src/screens/pc/Head.svelte';
import { pcRow } from './sample';

test('what an IT service decides stands on the page of its PC, which stays as it is', async () => {
    const managed = 'Which updates Windows offers on PC 1 is decided by your IT service.';
    const page = {
        row: pcRow('1'),
        sentence: 'PC 1 is up to date',
        next: [managed],
        updates: [],
        repair: false,
        restart: null,
        wake: false,
    } as unknown as PcPage;
    const shown = mount(Head, { target: document.body, props: { page } });
    flushSync();
    expect(document.querySelector('h1')?.textContent).toContain('PC 1 is up to date');
    expect([...document.querySelectorAll('p.measure')].map((line) => line.textContent)).toEqual([managed]);
    expect(document.querySelector('button.primary')).toBeNull();
    await unmount(shown);
});
