import type { Open } from './backend';
import { ask } from './live.svelte';
import { go, type Where } from './places.svelte';

const FLOWS: Where['at'][] = ['add', 'plan', 'progress', 'result'];

/** Whether a place takes the whole window. */
export function isFlow(where: Where): boolean {
    return FLOWS.includes(where.at);
}

/** Where a message's button or the tray leads. */
export function openPlace(open: Exclude<Open, 'quit'>): Where {
    return open === 'plan' ? { at: 'plan', wanted: { on: 'all' } } : { at: open };
}

/** Shows what "Update all" would do. */
export function planAll(): void {
    go({ at: 'plan', wanted: { on: 'all' } });
}

/** Agrees a round of everything for this evening. */
export function tonight(): void {
    void ask({ ask: 'start', wanted: { on: 'all' }, tonight: true, leave_out: [], take_in: [], first: null, then_off: false });
}

export function check(): void {
    void ask({ ask: 'check' });
}
