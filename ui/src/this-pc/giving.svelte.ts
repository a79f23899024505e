import type { Answer } from './backend';
import type { Answered } from './generated';
import { answer } from './live.svelte';

/** One answer on its way to the PC. */
export class Giving {
    /** Until the PC has said what comes of it. */
    busy = $state(false);
    /** Why the last one does not count. */
    refused = $state.raw<string | null>(null);

    /** Gives it, and hands over what came of it where it counts. */
    async give(question: string, said: Answer, onanswered: (what: Answered) => void): Promise<void> {
        this.busy = true;
        this.refused = null;
        try {
            const came = await answer(question, said);
            if (came.counts) {
                onanswered(came);
            } else {
                this.refused = came.sentence;
            }
        } finally {
            this.busy = false;
        }
    }
}
