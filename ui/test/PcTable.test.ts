import { flushSync, mount, unmount } from 'svelte';
import { SvelteSet } from 'svelte/reactivity';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import PcTable from '../src/screens/pcs/PcTable.svelte';
import { group, pcRow } from './sample';

const ROW = 36;
let table: ReturnType<typeof mount>;
let scrolled = 0;

beforeEach(() => {
    scrolled = 0;
    window.matchMedia = vi.fn(() => new EventTarget() as MediaQueryList);
    Element.prototype.scrollIntoView = vi.fn();
    vi.spyOn(Element.prototype, 'getBoundingClientRect').mockImplementation(() => new DOMRect(0, -scrolled, 800, ROW));
    const pcs = Array.from({ length: 1000 }, (_, index) => pcRow(String(index), 'ready'));
    const props = { pcs, groups: [group('ready', 1000)], flat: false, selected: new SvelteSet<string>() };
    table = mount(PcTable, { target: document.body, props });
    flushSync();
});

afterEach(async () => {
    await unmount(table);
    vi.restoreAllMocks();
});

function row(index: number): HTMLElement | null {
    return document.querySelector(`[data-index="${index}"]`);
}

function scrollTo(top: number) {
    scrolled = top;
    window.dispatchEvent(new Event('scroll'));
    flushSync();
}

test('the row with the focus is never taken away', () => {
    row(2)?.focus();
    flushSync();
    scrollTo(500 * ROW);
    expect(row(500)).not.toBeNull();
    expect(row(3)).toBeNull();
    expect(document.activeElement).toBe(row(2));
});

test('of 1,000 rows only some exist, and all are counted', () => {
    expect(document.querySelectorAll('[data-index]').length).toBeLessThan(60);
    expect(document.querySelector('[role="treegrid"]')?.getAttribute('aria-rowcount')).toBe('1002');
    expect(row(5)?.getAttribute('aria-rowindex')).toBe('7');
});
