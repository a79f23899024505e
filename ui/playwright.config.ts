import { defineConfig } from '@playwright/test';

/** The live engine behind a page is one office, and a play is one for everybody: each worker has a server of its own. */
const WORKERS = 2;
const PORT = Number(process.env.PATCHROUND_DEMO_PORT ?? 4780);
const server = process.env.PATCHROUND_DEMO ?? '../target/debug/patchround-demo';

const ports = Array.from({ length: WORKERS }, (_, worker) => PORT + worker);
/** Playwright reads this file anew in each worker, and names it there. */
const mine = ports[Number(process.env.TEST_PARALLEL_INDEX ?? 0)];

export default defineConfig({
    testDir: 'e2e',
    workers: WORKERS,
    fullyParallel: true,
    timeout: 90_000,
    // What is awaited is drawn within moments, but where tests and builds share two cores a moment can take seconds.
    expect: { timeout: 15_000 },
    forbidOnly: Boolean(process.env.CI),
    // A test that passes only the second time is told as flaky, and does not stop a landing.
    retries: process.env.CI ? 1 : 0,
    reporter: 'line',
    use: {
        baseURL: `http://127.0.0.1:${mine}`,
        viewport: { width: 1120, height: 760 },
        launchOptions: { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] },
    },
    webServer: ports.map((port) => ({
        command: `${server} --ui dist --port ${port}`,
        url: `http://127.0.0.1:${port}/`,
        reuseExistingServer: !process.env.CI,
    })),
});
