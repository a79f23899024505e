import { expect, test } from '@playwright/test';
import { cutOff, unfold } from './looks';
import { open, SCREENS, settled, show } from './screens';

const screen = (name: string) => SCREENS.find((one) => one.name === name)!;
/** Each value of a sentence stands between two signs of direction. */
const notesFor = (person: string) => new RegExp(`Notes\\u2069 \\(\\u2068for \\u2068${person}\\u2069 only\\u2069\\)`);
/** The number of an account is for technical details only. */
const ACCOUNT = /~\d/;

test('what people of a PC have for themselves says whose it is, and waits for who is away', async ({ page }) => {
    await show(page, 'sources', 'en');
    await open(page, screen('pc-own'));
    const ofPc = page.locator('.update').filter({ has: page.getByText('Notes', { exact: true }) });
    const of = (person: string) => page.locator('.update').filter({ hasText: notesFor(person) });
    await expect(ofPc).toHaveCount(1);
    await expect(of('dr-okoye')).toHaveCount(1);
    const ana = of('ana');
    await expect(ana).toContainText(/goes in while .ana. is signed in/);
    await expect(ana).not.toContainText('did not work');
    await expect(page.getByText(/Programs that only .jonas. has on .Room 2. could not be read\./)).toBeVisible();
    await expect(page.getByRole('main')).not.toContainText(ACCOUNT, { useInnerText: true });
    await ana.locator('summary').first().click();
    await ana.locator('summary').nth(1).click();
    await expect(ana, 'an IT helper sees the id').toContainText(ACCOUNT, { useInnerText: true });

    await page.setViewportSize({ width: 320, height: 640 });
    await unfold(page);
    await settled(page);
    expect(await page.evaluate(cutOff)).toEqual([]);
});

test('a plan orders what is somebody\'s own, and names whose it is in every group', async ({ page }) => {
    await show(page, 'sources', 'en');
    await open(page, screen('plan-own'));
    await unfold(page);
    const plan = page.getByRole('main');
    await expect(plan).toContainText(notesFor('ana'));
    await expect(plan).toContainText(notesFor('dr-okoye'));
    await expect(plan).not.toContainText(ACCOUNT, { useInnerText: true });
    await show(page, 'sources', 'en');
    await open(page, screen('program-own'));
    await expect(page.getByRole('main')).toContainText(/3.* updates.* on .*1 PC/);
});
