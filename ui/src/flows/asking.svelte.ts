import type { Ask } from '../generated';
import { look } from '../live.svelte';
import { t } from '../words';

/** A button's question to the engine: whether it is being carried out, and why it was refused. */
export class Asking {
    busy = $state(false);
    refused = $state<string | null>(null);

    /** Asks, unless the last question is not answered yet. Whether it was done. */
    async do(ask: Ask): Promise<boolean> {
        if (this.busy) return false;
        this.busy = true;
        this.refused = await refusal(ask);
        this.busy = false;
        return this.refused === null;
    }
}

/** Asks for something that is either done or refused. `null` if it was done, else why not. */
export async function refusal(ask: Ask): Promise<string | null> {
    try {
        const answer = await look(ask);
        return answer.answer === 'refused' ? answer.sentence : null;
    } catch {
        return t('ui-flow-not-answered');
    }
}
