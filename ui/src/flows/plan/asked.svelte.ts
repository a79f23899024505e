import type { LeaveOut, Plan, Wanted } from '../../generated';
import { look } from '../../live.svelte';
import { t } from '../../words';

/** A plan is not asked for oftener: while PCs are looked at, the office changes many times a second. */
const PAUSE = 1_000;

/** A plan, asked for anew when the office has changed. */
export class AskedPlan {
    plan = $state.raw<Plan | null>(null);
    refused = $state.raw<string | null>(null);
    readonly #wanted: Wanted;
    #asking = false;
    #newest = 0;
    #of = 0;

    constructor(wanted: Wanted) {
        this.#wanted = wanted;
    }

    /** Follows the office up to this revision, as long as the plan may change. */
    async renew(revision: number, mayChange: () => boolean): Promise<void> {
        this.#newest = revision;
        if (this.#asking) {
            return;
        }
        this.#asking = true;
        while (this.#of !== this.#newest && mayChange()) {
            this.#of = this.#newest;
            await this.#ask(null);
            await new Promise((over) => setTimeout(over, PAUSE));
        }
        this.#asking = false;
    }

    /** The same plan with what was ticked among the new ones: what that restarts, or cannot undo, is said before. */
    async take(ticked: LeaveOut[]): Promise<void> {
        await this.#ask(ticked);
    }

    /** What is answered is always drawn: the engine carries out the plan that it gave last. */
    async #ask(take_in: LeaveOut[] | null): Promise<void> {
        const answer = await look({ ask: 'plan', wanted: this.#wanted, take_in }).catch(() => null);
        this.plan = answer?.answer === 'plan' ? answer : this.plan;
        this.refused = answer?.answer === 'refused' ? answer.sentence : null;
        if (answer === null) {
            this.refused = t('ui-flow-not-answered');
        }
    }
}
