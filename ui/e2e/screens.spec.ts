import { expect, test } from '@playwright/test';
import { expectNoViolationsInBoth } from './axe';
import { cutOff, tooSmall, unfold, withoutArabic } from './looks';
import { open, SCREENS, settled, show } from './screens';

const SIZES = [
    { name: 'the usual window', width: 1120, height: 760 },
    { name: 'the smallest window', width: 880, height: 600 },
    { name: 'the smallest window at 200 %', width: 440, height: 300 },
    { name: '320 pixels', width: 320, height: 640 },
];

// A screen is opened once in each: longer than English and with its structure, and from right to left with other letters.
for (const language of ['en-XA', 'ar']) {
    for (const screen of SCREENS) {
        for (const play of screen.plays) {
            test(`${screen.name} of ${play} keeps nobody out and cuts nothing off in any window: ${language}`, async ({ page }) => {
                await show(page, play, language);
                await open(page, screen);
                await expect(page.locator('html')).toHaveAttribute('dir', language === 'ar' ? 'rtl' : 'ltr');
                await expect(page.getByText(/^\[ui-/)).toHaveCount(0);
                if (language === 'ar') {
                    expect.soft(await page.evaluate(withoutArabic)).toEqual([]);
                }
                await expectNoViolationsInBoth(page, () => settled(page));
                const dialog = page.locator('dialog[open]');
                const asked = (await dialog.count()) > 0 ? dialog : page.locator('main');
                expect.soft(await asked.locator('button.primary').count(), 'one primary button at most').toBeLessThanOrEqual(1);
                expect.soft(await page.evaluate(tooSmall)).toEqual([]);
                for (const { name, ...size } of SIZES) {
                    await page.setViewportSize(size);
                    await unfold(page);
                    await settled(page);
                    expect.soft(await page.evaluate(cutOff), name).toEqual([]);
                }
            });
        }
    }
}

// Its words were one letter wide in the real window at about every third start (WebKitGTK), which Chromium never does.
test('the words over groups of choices are no legends', async ({ page }) => {
    for (const [name, play] of [['step-1', 'wizard-normal'], ['step-4', 'wizard-normal'], ['settings', 'normal']] as const) {
        await show(page, play, 'en');
        await open(page, SCREENS.find((screen) => screen.name === name)!);
        await expect(page.locator('[role="group"], [role="radiogroup"]').first()).toHaveAccessibleName(/./);
        await expect(page.locator('fieldset')).toHaveCount(0);
    }
});

test('damaged files are told with what to do, and trying again leaves them as they are', async ({ page }) => {
    await show(page, 'broken', 'en');
    const sentence = page.getByRole('heading', { level: 1 });
    await expect(sentence).toContainText('damaged');
    await expect(sentence).toContainText('your backup');
    await expect(page.getByText('What is under way on the PCs goes on.')).toBeVisible();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('button', { name: 'Try again' })).toBeEnabled();
    await expect(sentence).toContainText('damaged');
    await expect(page.getByRole('navigation')).toHaveCount(0);
});

test('the report says once who is in charge', async ({ page }) => {
    await show(page, 'normal', 'en');
    await open(page, SCREENS.find(({ name }) => name === 'report')!);
    await expect(page.getByText('In charge:')).toHaveText(
        /^In charge: \u2068?Maria Lopez\u2069?\. \u2068?Dr Weiss\u2069? stands in when \u2068?Maria Lopez\u2069? is away\.$/,
    );
});

test('the page asks nobody but its own server', async ({ page, baseURL }) => {
    const strange: string[] = [];
    page.on('request', (request) => {
        if (!request.url().startsWith(`${baseURL}/`)) {
            strange.push(request.url());
        }
    });
    page.on('console', (message) => strange.push(...(message.type() === 'error' ? [message.text()] : [])));
    for (const screen of SCREENS.filter(({ plays }) => plays.includes('normal'))) {
        await show(page, 'normal', 'en');
        await open(page, screen);
    }
    expect(strange).toEqual([]);
});
