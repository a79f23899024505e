import type { Page } from '@playwright/test';
import type { Around, JoinedPc, Snapshot } from '../src/generated';

/** In the address of a page that is to believe itself inside the app. */
const IN_APP = 'app';

/** An hour passes until it is asked again. */
const NOTHING_NEWER = 'retry: 3600000\n\n';

const AROUND: Around = {
    helpers: [row('Front desk', 11, true), row('Room with the machine that is used for the X-rays', 12, false)],
    computers: [row('RECEPTION-2', 21, false), row('A computer with Windows', 22, false)],
    things: [row('Printer', 31, false)],
    unclear: [row('esp-7c3f02a1b9d4e6f80123456789abcdef', 41, false)],
    obstacles: ['This network keeps its computers apart. Use another network, or a USB stick.'],
    everywhere: 'We ask each of 254 addresses once. Tell whoever looks after the network first.',
};
const JOINED: JoinedPc[] = [
    { id: '1', name: 'Front desk', what: 'Debian 12', who: 'maria' },
    { id: '2', name: 'x'.repeat(80), what: null, who: null },
];

/** Draws the page anew as if PCs had joined just now, and others were around: what plays do not have, who ask nobody. */
export async function withCompany(page: Page): Promise<void> {
    await page.route('**/snapshots', (route) => route.fulfill({ contentType: 'text/event-stream', body: NOTHING_NEWER }));
    await page.route('**/snapshot', async (route) => {
        const response = await route.fetch();
        const snapshot = (await response.json()) as Snapshot;
        const joining = snapshot.office?.joining;
        if (joining) {
            Object.assign(joining, { around: AROUND, joined: JOINED, code: '8301-2947-6', until: 'It works until 10:05.' });
        }
        await route.fulfill({ response, json: snapshot });
    });
    await page.reload();
}

/** Draws the page anew as the app has it, which can be quit. The engine stays the one behind the browser's page. */
export async function inApp(page: Page): Promise<void> {
    await page.addInitScript((mark) => {
        const asked = new URL(window.location.href).searchParams;
        if (!asked.has(mark)) {
            return;
        }
        const base = `/play/${asked.get('play')}.${asked.get('lang')}/`;
        const answers: Record<string, (values: Record<string, unknown>) => Promise<unknown>> = {
            snapshot: async () => (await fetch(`${base}snapshot`)).json(),
            words: async ({ tag }) => (await fetch(`${base}words/${String(tag)}`)).text(),
            ask: async ({ ask }) => {
                const headers = { 'content-type': 'application/json' };
                return (await fetch(`${base}ask`, { method: 'POST', headers, body: JSON.stringify(ask) })).json();
            },
        };
        const invoke = (name: string, values: Record<string, unknown>) => answers[name]?.(values) ?? Promise.resolve(null);
        Object.assign(window, { __TAURI_INTERNALS__: { invoke, transformCallback: () => 0 } });
    }, IN_APP);
    const address = new URL(page.url());
    address.searchParams.set(IN_APP, '');
    await page.goto(address.href);
}

/** From now on nothing can be copied but by hand. */
export async function withoutClipboard(page: Page): Promise<void> {
    await page.evaluate(() => {
        navigator.clipboard.writeText = () => Promise.reject(new Error('It is not allowed'));
    });
}

/** Goes to a step of the wizard, behind the page's back. */
export async function toStep(page: Page, step: number): Promise<void> {
    const asked = new URL(page.url()).searchParams;
    const data = { ask: 'step', step };
    await page.request.post(`/play/${asked.get('play')}.${asked.get('lang')}/ask`, { data });
}

function row(name: string, number: number, waits: boolean) {
    return { address: `192.0.2.${number}`, name, waits };
}
