import { expect, test } from '@playwright/test';
import { Engine } from './engine';
import { Keyboard } from './keyboard';
import { spoken } from './spoken';

/** The whole wizard, without what is typed into fields (ux.md 10). */
const MOST_PRESSES = 60;

test('the wizard needs no mouse, and few keys', async ({ page, request }) => {
    await new Engine(request).anew();
    await page.goto('/');
    const keyboard = new Keyboard(page);
    const button = (name: string | RegExp) => page.getByRole('button', { name });
    const step = (number: number) => page.getByText(spoken(`Step ${number} of 5`));
    await keyboard.activate(button('Try it with a practice office first'));
    keyboard.presses = 0;

    await expect(page.getByText('This is a practice office.')).toBeVisible();
    await expect(step(1)).toBeVisible();
    await keyboard.to(page.getByLabel('Office name'));
    await keyboard.type('Harbour Dental');
    await keyboard.to(page.getByLabel('Who looks after the PCs?'));
    await keyboard.type('Maria Lopez');
    await keyboard.activate(button('Next: add PCs'));

    await expect(step(2)).toBeVisible();
    await expect(page.getByText(spoken('Joined now (5)'))).toBeVisible({ timeout: 30_000 });
    await keyboard.activate(button('Next'));

    await expect(step(3)).toBeVisible();
    const first = page.getByRole('textbox').first();
    await keyboard.to(first);
    await page.keyboard.press('Control+a');
    await keyboard.type('Reception');
    await keyboard.activate(button('Next'));

    await expect(step(4)).toBeVisible();
    await keyboard.to(page.getByRole('radio', { name: 'By themselves, with restarts after work' }));
    await keyboard.press('ArrowDown');
    await expect(page.getByRole('radio', { name: 'Only when I press Update all' })).toBeChecked();
    await keyboard.press('ArrowUp');
    await keyboard.activate(button('Next'));

    await expect(step(5)).toBeVisible();
    await expect(page.getByText(spoken('We now look after 5 PCs.'))).toBeVisible();
    const kept = page.getByRole('checkbox', { name: 'I have put these words in a safe place' });
    await keyboard.to(kept);
    await keyboard.press('Space');
    await keyboard.activate(button('Let me look first'));

    await expect(button('Update all…')).toBeVisible();
    console.log(`The wizard took ${keyboard.presses} key presses.`);
    expect(keyboard.presses).toBeLessThanOrEqual(MOST_PRESSES);
});

test('"Update all" needs no mouse', async ({ page, request }) => {
    const engine = new Engine(request);
    await engine.practiceOffice();
    await page.goto('/');
    const keyboard = new Keyboard(page);
    const button = (name: string | RegExp) => page.getByRole('button', { name });

    await keyboard.activate(button('Update all…'));
    await expect(page.getByText('Nothing has started yet.')).toBeVisible();
    await keyboard.press('Escape');
    await expect(button('Update all…')).toBeVisible();

    await keyboard.activate(button('Update all…'));
    const see = page.locator('summary').first();
    await keyboard.to(see);
    await keyboard.press('Enter');
    const first = page.locator('ul.box').getByRole('checkbox').first();
    await keyboard.to(first);
    await keyboard.press('Space');
    await expect(first).not.toBeChecked();
    await keyboard.press('Space');
    await keyboard.activate(button('Start now'));

    await expect(page.getByRole('progressbar')).toBeVisible({ timeout: 30_000 });
    await expect(button('Done')).toBeVisible({ timeout: 120_000 });
    await keyboard.activate(button('Done'));
    await expect(page.getByRole('navigation')).toBeVisible();
});
