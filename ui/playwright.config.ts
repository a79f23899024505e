import { defineConfig } from '@playwright/test';

const PORT = Number(process.env.PATCHROUND_DEMO_PORT ?? 4780);
const server = process.env.PATCHROUND_DEMO ?? '../target/debug/patchround-demo';

export default defineConfig({
    testDir: 'e2e',
    // The live engine behind the page is one office: two tests at a time would disturb each other.
    workers: 1,
    timeout: 90_000,
    // What is awaited is drawn within moments, but where tests and builds share two cores a moment can take seconds.
    expect: { timeout: 15_000 },
    forbidOnly: Boolean(process.env.CI),
    // A test that passes only the second time is told as flaky, and does not stop a landing.
    retries: process.env.CI ? 1 : 0,
    reporter: 'line',
    use: {
        baseURL: `http://127.0.0.1:${PORT}`,
        viewport: { width: 1120, height: 760 },
        launchOptions: { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] },
    },
    webServer: {
        command: `${server} --ui dist --port ${PORT}`,
        url: `http://127.0.0.1:${PORT}/`,
        reuseExistingServer: !process.env.CI,
    },
});
