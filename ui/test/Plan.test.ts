import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import Plan from '../src/flows/Plan.svelte';
import type { Ask, Plan as PlanView } from '../src/generated';
import { begin, live } from '../src/live.svelte';
import { snapshot } from './sample';

const asked: Ask[] = [];
let view: PlanView;
let plan: ReturnType<typeof mount>;

beforeEach(async () => {
    vi.useFakeTimers();
    asked.length = 0;
    view = planOf('1 update');
    await begin({
        snapshot: async () => snapshot(1),
        watch: () => () => {},
        ask: async (ask) => {
            asked.push(ask);
            return ask.ask === 'plan' ? { answer: 'plan', ...view } : { answer: 'done' };
        },
        words: async () => '',
    });
    live.snapshot = snapshot(1);
    plan = mount(Plan, { target: document.body, props: { wanted: { on: 'all' } } });
    await pass(0);
});

afterEach(async () => {
    await unmount(plan);
    vi.useRealTimers();
});

function planOf(text: string): PlanView {
    const rows = ['Mail', 'Letters'].map((name) => ({ pc: 'a', pc_name: 'Front desk', update: name, text: name }));
    const groups = [{ kind: 'nobody' as const, title: 'Nobody will notice', text, rows }];
    return { title: 'Update all', nothing: null, groups, notes: [], tonight: null, can_go_first: [], first: null };
}

async function pass(milliseconds: number) {
    flushSync();
    await vi.advanceTimersByTimeAsync(milliseconds);
    flushSync();
}

function page(): string {
    return document.body.textContent;
}

async function becomes(revision: number, text: string) {
    view = planOf(text);
    live.snapshot = snapshot(revision);
    await pass(3_000);
}

async function unfold() {
    const details = document.querySelector('details');
    details?.setAttribute('open', '');
    details?.dispatchEvent(new Event('toggle'));
    await pass(0);
}

function boxes(): HTMLInputElement[] {
    return [...document.querySelectorAll<HTMLInputElement>('input[type=checkbox]')];
}

test('a plan follows the office', async () => {
    expect(page()).toContain('1 update');
    await becomes(2, '2 updates');
    expect(page()).toContain('2 updates');
});

test('a plan does not change under the pointer', async () => {
    const list = document.querySelector('ul.box')?.parentElement;
    list?.dispatchEvent(new Event('pointerenter'));
    await becomes(2, '2 updates');
    expect(page()).toContain('1 update');
    list?.dispatchEvent(new Event('pointerleave'));
    await pass(3_000);
    expect(page()).toContain('2 updates');
});

test('a plan does not change once somebody looks into it', async () => {
    await unfold();
    await becomes(2, '2 updates');
    expect(page()).toContain('1 update');
});

test('what has lost its tick is left out', async () => {
    await unfold();
    const [pc, mail, letters] = boxes();
    expect([pc?.checked, mail?.checked, letters?.checked]).toEqual([true, true, true]);
    mail?.click();
    await pass(0);
    [...document.querySelectorAll('button')].at(-1)?.click();
    await pass(0);
    const leave_out = [{ pc: 'a', update: 'Mail' }];
    expect(asked.at(-1)).toEqual({ ask: 'start', wanted: { on: 'all' }, tonight: false, leave_out, take_in: [], first: null, then_off: false });
});

test('what is new stays out until somebody puts a tick at it, and the plan is made anew with that', async () => {
    const [group] = planOf('1 update').groups;
    const row = { pc: 'a', pc_name: 'Front desk', update: 'Suite', text: 'Suite: new since Tuesday' };
    view = { ...planOf('1 update'), groups: [{ ...group!, kind: 'new', rows: [row] }] };
    live.snapshot = snapshot(2);
    await pass(3_000);
    await unfold();
    const [suite] = boxes();
    expect(suite?.checked).toBe(false);
    view = { ...view, notes: ['It cannot be undone'] };
    suite?.click();
    await pass(0);
    expect(asked.at(-1)).toMatchObject({ ask: 'plan', take_in: [{ pc: 'a', update: 'Suite' }] });
    expect(page()).toContain('ui-plan-taken-in');
    expect(page()).toContain('It cannot be undone');
    [...document.querySelectorAll('button')].at(-1)?.click();
    await pass(0);
    const take_in = [{ pc: 'a', update: 'Suite' }];
    expect(asked.at(-1)).toMatchObject({ ask: 'start', leave_out: [], take_in });
});

test('who goes first is what the plan says until somebody chooses', async () => {
    const waits = 'Front desk goes first.';
    const pcs = [
        { pc: 'a', name: 'Front desk', waits },
        { pc: 'b', name: 'Till', waits: 'Till goes first.' },
    ];
    view = { ...planOf('2 updates'), can_go_first: pcs, first: { ...pcs[0]!, waits: 'Big changes first.' } };
    live.snapshot = snapshot(2);
    await pass(3_000);
    const select = document.querySelector('select')!;
    expect(select.value).toBe('a');
    expect(page()).toContain('Big changes first.');
    select.value = 'b';
    select.dispatchEvent(new Event('change', { bubbles: true }));
    await pass(0);
    expect(page()).toContain('Till goes first.');
    [...document.querySelectorAll('button')].at(-1)!.click();
    await pass(0);
    expect(asked.at(-1)).toMatchObject({ ask: 'start', first: { first: 'pc', pc: 'b' } });
});

test('nobody is asked who goes first where there are not two PCs', () => {
    expect(document.querySelector('select')).toBeNull();
});
