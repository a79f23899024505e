import { expect, type APIRequestContext } from '@playwright/test';
import type { Answer, Ask, Snapshot } from '../src/generated';

/** As many PCs as a practice office has. */
export const PRACTICE_PCS = 5;

/** The live engine behind the page, asked beside it. */
export class Engine {
    constructor(private readonly request: APIRequestContext) {}

    async snapshot(): Promise<Snapshot> {
        return (await (await this.request.get('/engine/snapshot')).json()) as Snapshot;
    }

    async ask(ask: Ask): Promise<Answer> {
        return (await (await this.request.post('/engine/ask', { data: ask })).json()) as Answer;
    }

    /** Puts the engine where a person starts it for the first time. */
    async anew(): Promise<void> {
        await this.ask({ ask: 'leave_practice' });
        await this.until((snapshot) => !snapshot.practice);
    }

    /** A practice office whose wizard is over. */
    async practiceOffice(): Promise<void> {
        await this.practiceInSetUp();
        await this.ask({ ask: 'step', step: 6 });
        await this.until(({ office, place }) => place.at === 'office' && (office?.state.can_update ?? false));
    }

    /** A practice office in whose wizard all PCs have joined. */
    async practiceInSetUp(): Promise<void> {
        await this.anew();
        await this.ask({ ask: 'practice' });
        await this.until(({ practice, place }) => practice && place.at === 'setup');
        await this.setUp();
        await this.ask({ ask: 'code', another: false });
        await this.until((snapshot) => snapshot.office?.pcs.length === PRACTICE_PCS);
        await this.ask({ ask: 'stop_listening' });
    }

    private async setUp(): Promise<void> {
        const { place } = await this.snapshot();
        const open = place.at === 'setup' ? place.open : { days: [], from: 8, to: 18 };
        await this.ask({ ask: 'set_up', office: 'Harbour Dental', person: 'Maria Lopez', open });
    }

    /** Snapshots follow what was asked within a moment. */
    async until(holds: (snapshot: Snapshot) => boolean): Promise<void> {
        await expect.poll(async () => holds(await this.snapshot()), { timeout: 60_000 }).toBe(true);
    }
}
