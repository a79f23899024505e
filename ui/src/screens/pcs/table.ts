import type { Group, Look, PcRow } from '../../generated';

/** So many PCs are shown as cards at most. */
export const CARDS = 12;
/** From so many PCs on, only the rows near the visible part exist. */
export const WINDOWED = 61;

/** A PC and the group it is shown in. */
export interface Placed {
    pc: PcRow;
    under: Look;
}

export type Line = { kind: 'group'; group: Group; open: boolean } | { kind: 'pc'; pc: PcRow };

/** The PCs that a person looks for by a part of the name, the person or the state. */
export function found(pcs: PcRow[], sought: string, language: string): PcRow[] {
    const fold = (text: string) => text.toLocaleLowerCase(language).normalize('NFKD').replace(/\p{M}/gu, '');
    const parts = fold(sought).split(/\s+/).filter(Boolean);
    const says = (pc: PcRow) => fold([pc.name, pc.who, pc.state, pc.note].join(' '));
    return parts.length === 0 ? pcs : pcs.filter((pc) => parts.every((part) => says(pc).includes(part)));
}

/** Every PC in its group. While somebody points at the rows, `before` is given: then each stays where it was. */
export function placed(pcs: PcRow[], before: Placed[] | null): Placed[] {
    const own = pcs.map((pc) => ({ pc, under: pc.look }));
    if (!before) {
        return own;
    }
    const now = new Map(pcs.map((pc) => [pc.id, pc]));
    const kept = before.flatMap(({ pc, under }) => {
        const newest = now.get(pc.id);
        return newest ? [{ pc: newest, under }] : [];
    });
    const known = new Set(before.map(({ pc }) => pc.id));
    return [...kept, ...own.filter(({ pc }) => !known.has(pc.id))];
}

/** What stands below each other: each group's title, and its PCs if it is open. */
export function lines(pcs: Placed[], groups: Group[], closed: (look: Look) => boolean): Line[] {
    return groups.flatMap((group): Line[] => {
        const members = pcs.filter(({ under }) => under === group.look);
        const open = !closed(group.look);
        const rows = open ? members.map(({ pc }): Line => ({ kind: 'pc', pc })) : [];
        return members.length === 0 ? [] : [{ kind: 'group', group, open }, ...rows];
    });
}

/** Tells one line from every other, wherever it stands. */
export function keyOf(line: Line): string {
    return line.kind === 'pc' ? `pc ${line.pc.id}` : `group ${line.group.look}`;
}

/** Which lines have to exist: the visible ones, some around them, and the one with the focus. */
export function near(scrolled: number, visible: number, height: number, count: number, focused: number): number[] {
    const around = 8;
    const first = Math.max(0, Math.floor(scrolled / height) - around);
    const end = Math.min(count, Math.ceil((scrolled + visible) / height) + around);
    const indices = Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index);
    const lost = focused < count && focused >= 0 && !indices.includes(focused);
    return lost ? [...indices, focused].sort((a, b) => a - b) : indices;
}

/** Where a key leads to from a line, or `null` if it leads nowhere. */
export function led(key: string, from: number, count: number, page: number): number | null {
    const steps: Record<string, number> = {
        ArrowDown: from + 1,
        ArrowUp: from - 1,
        PageDown: from + page,
        PageUp: from - page,
        Home: 0,
        End: count - 1,
    };
    const to = steps[key];
    return to === undefined ? null : Math.min(Math.max(to, 0), count - 1);
}

/** The next line whose PC's name begins so. */
export function typedTo(typed: string, from: number, all: Line[], language: string): number | null {
    const compare = new Intl.Collator(language, { sensitivity: 'base' });
    const begins = (line: Line) =>
        line.kind === 'pc' && compare.compare(line.pc.name.slice(0, typed.length), typed) === 0;
    const start = typed.length > 1 ? from : from + 1;
    const order = all.map((_, step) => (start + step) % all.length);
    return order.find((index) => begins(all[index] as Line)) ?? null;
}
