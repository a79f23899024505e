import { expect, test, type Page } from '@playwright/test';
import { Keyboard } from './keyboard';
import { open, SCREENS, show, type Play } from './screens';

const duties = SCREENS.find(({ name }) => name === 'duties')!;

/** A sentence as it is on the page, where names and numbers are isolated from the direction of the words around them. */
function spoken(sentence: string): RegExp {
    const plain = sentence.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return new RegExp(plain.replace(/\b/g, '[\u2068\u2069]*'));
}

async function openDuties(page: Page, play: Play): Promise<void> {
    await show(page, play, 'en');
    await open(page, duties);
}

test('each row that waits names one party, and "What waits for me?" leaves those of the person in charge', async ({ page }) => {
    await openDuties(page, 'trouble');
    const rows = page.getByRole('row').filter({ has: page.getByRole('rowheader') });
    const all = await rows.count();
    const mine = rows.filter({ has: page.locator('strong', { hasText: 'Maria Lopez' }) });
    const waitsForMe = await mine.count();
    expect(waitsForMe).toBeGreaterThan(0);
    expect(waitsForMe).toBeLessThan(all);
    for (let index = 0; index < all; index += 1) {
        expect(await rows.nth(index).locator('strong').count()).toBeLessThanOrEqual(1);
    }
    await page.getByRole('checkbox', { name: 'What waits for me?' }).check();
    await expect(rows).toHaveCount(waitsForMe);
});

test('a system that its maker no longer fixes says when that ended and waits for the person in charge', async ({ page }) => {
    await openDuties(page, 'trouble');
    const old = page.getByRole('row').filter({ hasText: 'buster' });
    await expect(old).toContainText(spoken('ended June 2024'));
    await expect(old.locator('strong')).toHaveText('Maria Lopez');
});

// What is changed in a play stays: this office is no other test's.
test('a PC without a person and an office without a stand-in need you until they have one, by keyboard alone', async ({ page }) => {
    await show(page, 'people', 'en');
    await page.locator('nav li.help button').click();
    await page.locator('main ul.box button').nth(1).click();
    const nobody = page.getByText(spoken('Nobody has said who uses 1 PC: Front desk.'));
    const stands = page.getByText(spoken('Nobody stands in for Maria Lopez.'));
    await expect(nobody).toBeVisible();
    await expect(stands).toBeVisible();
    const keyboard = new Keyboard(page);
    await keyboard.activate(page.getByRole('listitem').filter({ has: nobody }).getByRole('button', { name: 'Who does what' }));
    await keyboard.activate(page.getByRole('button', { name: 'Who stands in…' }));
    await keyboard.type('Jonas');
    await keyboard.press('Enter');
    await expect(page.getByText(spoken('Jonas stands in when Maria Lopez is away.')).first()).toBeVisible();
    await keyboard.activate(page.getByRole('button', { name: spoken('Change who uses Front desk') }));
    await keyboard.to(page.getByLabel('Name'));
    await keyboard.type('Lena');
    await keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.locator('nav li.help button').click();
    await page.locator('main ul.box button').nth(1).click();
    await expect(page.locator('main h1')).toBeVisible();
    await expect(nobody).toHaveCount(0);
    await expect(stands).toHaveCount(0);
});

test('while the person in charge is away the stand-in is named, and no longer once they are back', async ({ page }) => {
    await openDuties(page, 'people');
    await page.getByRole('button', { name: 'Who stands in…' }).click();
    await page.getByLabel('Name').fill('Jonas');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'I am away…' }).click();
    const day = new Date().toISOString().slice(0, 10);
    await page.getByLabel('First day').fill(day);
    await page.getByLabel('Last day').fill(day);
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    const nav = page.getByRole('navigation');
    await expect(nav.getByText(/Jonas\u2069? is in charge until/)).toBeVisible();
    await expect(page.getByRole('list', { name: 'How an update comes' })).toContainText('Jonas');
    await page.getByRole('button', { name: 'I am back' }).click();
    await expect(nav.getByText(spoken('Maria Lopez is in charge.'))).toBeVisible();
});

test('of 1,000 PCs the page shows the first, those without a person before all others', async ({ page }) => {
    await openDuties(page, 'many');
    const people = page.locator('section[aria-labelledby="duties-people"] li');
    await expect(people).toHaveCount(60);
    await expect(people.first()).toContainText('Nobody yet');
    await expect(people.nth(1)).not.toContainText('Nobody yet');
});
