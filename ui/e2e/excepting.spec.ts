import { expect, test, type Page } from '@playwright/test';
import { expectNoViolations } from './axe';
import { Engine } from './engine';

const WHY = 'The new version does not read our pictures';
const INSTEAD = 'Nobody reads mail there';

/** A practice office, and the words of its owner as the wizard showed them. */
async function practised(engine: Engine): Promise<string> {
    await engine.practiceInSetUp();
    await engine.ask({ ask: 'step', step: 5 });
    await engine.until(({ place }) => place.at === 'setup' && place.paper !== null);
    const { place } = await engine.snapshot();
    await engine.ask({ ask: 'step', step: 6 });
    await engine.until((snapshot) => snapshot.place.at === 'office' && (snapshot.office?.state.can_update ?? false));
    return place.at === 'setup' ? (place.paper?.owner ?? '') : '';
}

/** The page of a PC that lacks a security fix. */
async function openPc(page: Page, engine: Engine): Promise<string> {
    for (const { id, name } of (await engine.snapshot()).office?.pcs ?? []) {
        const answer = await engine.ask({ ask: 'pc', pc: id });
        if (answer.answer === 'pc' && answer.updates.some((update) => update.agrees_to !== null)) {
            await page.goto('/');
            await page.locator('nav li.pcs button').click();
            await page.getByRole('main').getByText(name, { exact: true }).click();
            return name;
        }
    }
    throw new Error('No PC lacks a security fix');
}

/** Opens the sheet and fills in all but the words. */
async function fillIn(page: Page) {
    await page.getByRole('button', { name: /^Agree to be late with/ }).first().click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByLabel('Why?')).toBeFocused();
    await dialog.getByLabel('Why?').fill(WHY);
    await dialog.getByLabel('What is done instead?').fill(INSTEAD);
    await expect(dialog.getByLabel('Until when?')).toHaveValue('14');
    await dialog.getByLabel('Until when?').selectOption('30');
    await expect(dialog.getByRole('button', { name: 'Agree', exact: true })).toBeDisabled();
    return dialog;
}

test('the owner agrees to be late, which is on the row and in the list until it is ended', async ({ page, request }) => {
    const engine = new Engine(request);
    const words = await practised(engine);
    const pc = await openPc(page, engine);
    const dialog = await fillIn(page);
    await dialog.getByLabel('Words of the owner').fill(words);
    await expectNoViolations(page);
    await dialog.getByRole('button', { name: 'Agree', exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByText(new RegExp(`stays as it is on .?${pc}.? until`))).toBeVisible();

    const row = page.locator('.update').filter({ has: page.getByRole('button', { name: 'See what was agreed' }) });
    await expect(row.locator('.agreed')).toContainText('may be late until');
    await row.getByRole('button', { name: 'See what was agreed' }).click();
    const list = page.getByRole('region', { name: 'Late on purpose, as the owner agreed' });
    await expect(list.getByRole('heading')).toBeFocused();
    await expect(list.getByRole('listitem').getByText(new RegExp(`Agreed by .?Maria Lopez.?, for: .?${pc}`))).toBeVisible();
    await expect(list.getByRole('listitem')).toContainText(WHY);
    await expect(list.getByRole('listitem')).toContainText(INSTEAD);
    await list.getByRole('button', { name: /^End now/ }).click();
    await expect(list).toBeHidden();
    expect((await engine.snapshot()).office?.exceptions).toEqual([]);
});

test('wrong words say so, keep what was typed and leave nothing', async ({ page, request }) => {
    const engine = new Engine(request);
    await practised(engine);
    await openPc(page, engine);
    const dialog = await fillIn(page);
    const words = dialog.getByLabel('Words of the owner');
    await expect(words).toHaveAttribute('type', 'password');
    await words.fill('six words that nobody has written');
    await dialog.getByRole('button', { name: 'Agree', exact: true }).click();
    await expect(words).toHaveAccessibleDescription(/not the words of the owner/);
    await expect(words).toBeFocused();
    await dialog.getByRole('checkbox', { name: 'Show what I type' }).check();
    await expect(words).toHaveAttribute('type', 'text');
    await expect(words).toHaveValue('six words that nobody has written');
    await expect(dialog.getByLabel('Why?')).toHaveValue(WHY);
    await expect(dialog.getByLabel('What is done instead?')).toHaveValue(INSTEAD);
    await expect(dialog.getByLabel('Until when?')).toHaveValue('30');
    await dialog.getByRole('button', { name: 'Not now' }).click();
    await expect(dialog).toBeHidden();
    expect((await engine.snapshot()).office?.exceptions).toEqual([]);
});
