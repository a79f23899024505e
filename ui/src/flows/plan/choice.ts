import type { LeaveOut, PlanGroup, PlanRow } from '../../generated';

/** What one PC has in a group of a plan. */
export type PcRows = { pc: string; name: string; texts: string[]; updates: PlanRow[] };

/** A group's rows, PC by PC, in the order in which the engine gave them. */
export function byPc(group: PlanGroup): PcRows[] {
    const pcs = new Map<string, PcRows>();
    for (const row of group.rows) {
        const of = pcs.get(row.pc) ?? { pc: row.pc, name: row.pc_name, texts: [], updates: [] };
        if (row.update === null) of.texts.push(row.text);
        else of.updates.push(row);
        pcs.set(row.pc, of);
    }
    return [...pcs.values()];
}

/** What a person took the tick away from: whole PCs, and single updates of PCs. */
export class Choice {
    readonly pcs: ReadonlySet<string>;
    readonly updates: ReadonlyMap<string, ReadonlySet<string>>;

    constructor(pcs: ReadonlySet<string> = new Set(), updates: ReadonlyMap<string, ReadonlySet<string>> = new Map()) {
        this.pcs = pcs;
        this.updates = updates;
    }

    hasPc(pc: string): boolean {
        return !this.pcs.has(pc);
    }

    has(pc: string, update: string): boolean {
        return this.hasPc(pc) && !this.updates.get(pc)?.has(update);
    }

    /** Leaves a whole PC out, or takes it in again with all its updates. */
    withPc(pc: string, taken: boolean): Choice {
        const updates = new Map(this.updates);
        updates.delete(pc);
        return new Choice(changed(this.pcs, pc, !taken), updates);
    }

    withUpdate(pc: string, update: string, taken: boolean): Choice {
        const left = changed(this.updates.get(pc) ?? new Set(), update, !taken);
        const updates = new Map(this.updates).set(pc, left);
        return new Choice(changed(this.pcs, pc, false), updates);
    }

    leftOut(): LeaveOut[] {
        const single = [...this.updates].flatMap(([pc, ids]) => [...ids].map((update) => ({ pc, update })));
        return [...[...this.pcs].map((pc) => ({ pc, update: null })), ...single];
    }
}

function changed(set: ReadonlySet<string>, item: string, present: boolean): Set<string> {
    const next = new Set(set);
    if (present) next.add(item);
    else next.delete(item);
    return next;
}
