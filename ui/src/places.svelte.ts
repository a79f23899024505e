import type { Look, Wanted } from './generated';

/** Everything the window can show inside an office. */
export type Where =
    | { at: 'home' }
    | { at: 'needs' }
    | { at: 'pcs'; open?: Look }
    | { at: 'pc'; pc: string }
    | { at: 'updates'; part?: 'exceptions' }
    | { at: 'program'; key: string }
    | { at: 'duties' }
    | { at: 'report' }
    | { at: 'settings'; part?: 'messages' }
    | { at: 'help' }
    | { at: 'add' }
    | { at: 'plan'; wanted: Wanted }
    | { at: 'progress' }
    | { at: 'result' };

const LONGEST_WAY_BACK = 50;

let way = $state.raw<Where[]>([{ at: 'home' }]);
let step = $state(0);

/** Where the person is. */
export function here(): Where {
    return way[step] ?? { at: 'home' };
}

/** Goes somewhere. What lay ahead is forgotten. */
export function go(place: Where): void {
    const before = way.slice(Math.max(0, step + 1 - LONGEST_WAY_BACK), step + 1);
    way = same(here(), place) ? [...before.slice(0, -1), place] : [...before, place];
    step = way.length - 1;
}

export function back(): void {
    step = Math.max(0, step - 1);
}

export function forward(): void {
    step = Math.min(way.length - 1, step + 1);
}

/** Begins anew, at home: the places of another office mean nothing in this one. */
export function forget(): void {
    way = [{ at: 'home' }];
    step = 0;
}

function same(one: Where, other: Where): boolean {
    return JSON.stringify(one) === JSON.stringify(other);
}
