import type { Answered } from './generated';

/** One answer or note on its way to the PC. */
export class Giving {
    /** Until the PC has said what comes of it. */
    busy = $state(false);
    /** Why the last one does not count. */
    refused = $state.raw<string | null>(null);

    /** Gives it, and hands over what came of it where it counts. */
    async give(said: () => Promise<Answered>, onanswered: (what: Answered) => void): Promise<void> {
        this.busy = true;
        this.refused = null;
        try {
            const came = await said();
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
