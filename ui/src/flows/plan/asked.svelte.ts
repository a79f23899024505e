import type { Plan, Wanted } from '../../generated';
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
        while (this.#of !== this.#newest && (await this.#ask(mayChange))) {
            await new Promise((over) => setTimeout(over, PAUSE));
        }
        this.#asking = false;
    }

    /** Whether the answer could be drawn. */
    async #ask(mayChange: () => boolean): Promise<boolean> {
        const of = this.#newest;
        const answer = await look({ ask: 'plan', wanted: this.#wanted }).catch(() => null);
        if (this.plan && !mayChange()) {
            return false;
        }
        this.#of = of;
        this.plan = answer?.answer === 'plan' ? answer : this.plan;
        this.refused = answer?.answer === 'refused' ? answer.sentence : null;
        if (answer === null) {
            this.refused = t('ui-flow-not-answered');
        }
        return answer !== null;
    }
}
