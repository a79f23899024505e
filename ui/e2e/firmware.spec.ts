import { expect, test, type Page } from '@playwright/test';
import { expectNoViolations } from './axe';
import { Engine } from './engine';
import { Keyboard } from './keyboard';

const BUTTON = /^Put in the firmware for/;

/** The page of the PC that offers firmware. */
async function openPc(page: Page, engine: Engine): Promise<string> {
    for (const { id, name } of (await engine.snapshot()).office?.pcs ?? []) {
        const answer = await engine.ask({ ask: 'pc', pc: id });
        if (answer.answer === 'pc' && answer.updates.some((update) => update.alone !== null)) {
            await page.goto('/');
            await page.locator('nav li.pcs button').click();
            await page.getByRole('main').getByText(name, { exact: true }).click();
            return name;
        }
    }
    throw new Error('No PC offers firmware');
}

test('firmware is put in alone, after a yes of its own that no stray Enter gives', async ({ page, request }) => {
    const engine = new Engine(request);
    await engine.practiceOffice();
    const pc = await openPc(page, engine);
    const row = page.locator('.update').filter({ has: page.getByRole('button', { name: BUTTON }) });
    await expect(row).toHaveCount(1);
    const before = await page.locator('.update').count();

    const keyboard = new Keyboard(page);
    await keyboard.activate(row.getByRole('button', { name: BUTTON }));
    const dialog = page.getByRole('alertdialog', { name: /Put in the firmware for/ });
    await expect(dialog.getByRole('button', { name: 'Not now' })).toBeFocused();
    await expect(dialog).toContainText(pc);
    await expect(dialog).toContainText('Plug the PC in');
    await expect(dialog).toContainText('cannot be undone');
    await expectNoViolations(page);
    await keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(row.getByRole('button', { name: BUTTON })).toBeFocused();
    expect((await engine.snapshot()).office?.run).toBeNull();

    await page.setViewportSize({ width: 320, height: 480 });
    await keyboard.press('Enter');
    await expect(dialog.getByRole('button', { name: 'Not now' })).toBeFocused();
    await expect(dialog.getByRole('heading'), 'it is read from its beginning').toBeInViewport();
    await keyboard.activate(dialog.getByRole('button', { name: 'Put it in now' }));
    await expect(dialog).toBeHidden();
    await expect(page.locator('#pc-updates')).toBeFocused();
    await expect(page.getByRole('button', { name: BUTTON })).toHaveCount(0);
    await engine.until(({ office }) => office?.run === null && office.result !== null);
    await expect(page.locator('.update')).toHaveCount(before - 1);
    await expect(page.getByRole('region', { name: 'What was tried' })).toContainText('put in the firmware');
    const result = (await engine.snapshot()).office?.result;
    expect(result?.rows.map(({ name, look }) => ({ name, look }))).toEqual([{ name: pc, look: 'good' }]);
});
