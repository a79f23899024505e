import { expect, test, type Page } from '@playwright/test';
import { expectNoViolationsInBoth } from './axe';
import { Keyboard } from './keyboard';
import { cutOff, tooSmall, unfold, withoutArabic } from './looks';
import { open, SCREENS, settled, show, SMALL, type Play } from './person';
import { spoken } from './spoken';

/** The window as it opens, as small as it can be, at 200 %, and as large as a screen. */
const SIZES = [SMALL, { width: 320, height: 400 }, { width: 210, height: 280 }, { width: 1120, height: 760 }];

const FULLEST: Play[] = ['question', 'several', 'waits'];

test.use({ viewport: SMALL });

for (const language of ['en', 'ar', 'en-XA']) {
    for (const screen of SCREENS) {
        // Other languages change the words of a screen, which its fullest plays have.
        const plays = language === 'en' ? screen.plays : screen.plays.filter((play) => FULLEST.includes(play));
        for (const play of plays) {
            test(`this PC: ${screen.name} of ${play} keeps nobody out and cuts nothing off: ${language}`, async ({ page }) => {
                await show(page, play, language);
                await open(page, screen);
                await expect(page.locator('html')).toHaveAttribute('dir', language === 'ar' ? 'rtl' : 'ltr');
                await expect(page.getByText(/^\[(ui-)?person/)).toHaveCount(0);
                expect(await page.locator('button.primary').count()).toBeLessThanOrEqual(1);
                if (language === 'ar') {
                    expect.soft(await page.evaluate(withoutArabic)).toEqual([]);
                }
                if (language !== 'en-XA') {
                    await expectNoViolationsInBoth(page, () => settled(page));
                }
                await unfold(page);
                expect.soft(await page.evaluate(tooSmall)).toEqual([]);
                for (const size of SIZES) {
                    await page.setViewportSize(size);
                    await settled(page);
                    expect.soft(await page.evaluate(cutOff), `${size.width} wide`).toEqual([]);
                }
            });
        }
    }
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const heading = (page: Page) => page.getByRole('heading', { level: 1 });

test('a time is chosen, and it is said when it happens', async ({ page }) => {
    await show(page, 'question', 'en');
    await expect(heading(page)).toHaveText(plainly('Maria Lopez asks you about LibreOffice.'));
    await button(page, 'See and choose a time').click();
    await expect(heading(page)).toHaveText(plainly('A big update for LibreOffice is coming.'));
    await expect(heading(page)).toBeFocused();
    await expect(page.getByText('The maker has not said what changes.')).toBeVisible();
    await expect(page.getByText('If you do nothing, it happens')).toBeVisible();
    expect(await page.getByRole('radio').count()).toBeGreaterThanOrEqual(3);
    await page.getByRole('radio').nth(1).check();
    await button(page, 'Set the time').click();
    await expect(page.getByRole('status')).toContainText(plainly('It is set: LibreOffice is updated'));
    await expect(page.getByRole('listitem')).toContainText(plainly('LibreOffice is updated'));
    await expect(button(page, 'Change the time')).toBeVisible();
});

test('a note is sent in three clicks, and it is said that the PC stays as it is', async ({ page }) => {
    await show(page, 'question', 'en');
    await button(page, 'See and choose a time').click();
    const clicks = [
        button(page, 'I want to talk about this first…'),
        page.getByRole('radio', { name: 'A tool I need may stop working' }),
        button(page, /^Send to/),
    ];
    for (const click of clicks) {
        await click.click();
    }
    await expect(page.getByRole('status')).toContainText('Your note is on its way to');
    await expect(page.getByRole('status')).toContainText('Your PC stays as it is until');
    await expect(page.getByText('No big update is planned.')).toBeVisible();
});

test('what went in can be read about, and who says that something is wrong sees that it was said', async ({ page }) => {
    await show(page, 'after', 'en');
    const first = page.getByRole('listitem').filter({ hasText: 'Firefox' });
    await expect(first).toContainText(plainly('Firefox was updated'));
    await first.getByText('See what is new').click();
    await expect(first.getByText('The side bar is new.', { exact: true })).toBeVisible();
    await first.getByRole('button', { name: 'Something is wrong' }).click();
    await expect(heading(page)).toHaveText('What is wrong?');
    await page.getByRole('textbox').fill('x'.repeat(290));
    await expect(page.getByText(spoken('280 of 280 letters'))).toBeVisible();
    await page.getByRole('textbox').fill('My invoices no longer print.');
    await button(page, /^Send to/).click();
    await expect(page.getByRole('status')).toContainText('Your note is on its way to');
    await expect(first).toContainText('that something is wrong.');
    await expect(button(page, 'Something is wrong')).toHaveCount(0);
});

test('a note to whoever is in charge is sent without having been asked, and a fourth of a day is not', async ({ page }) => {
    await show(page, 'none', 'en');
    for (const words of ['one', 'two', 'three', 'four']) {
        await button(page, /^Ask .*Maria Lopez/).click();
        await expect(heading(page)).toContainText('Ask');
        await expect(button(page, /^Send to/)).toBeDisabled();
        await page.getByRole('textbox').fill(words);
        await button(page, /^Send to/).click();
        if (words !== 'four') {
            await expect(page.getByRole('status')).toContainText('Your note is on its way to');
            await expect(page.getByRole('region', { name: 'What you wrote' }).getByRole('listitem').first()).toContainText(words);
        }
    }
    await expect(page.getByText('That is three notes within a day. Write again tomorrow.')).toBeVisible();
    await expect(page.getByRole('textbox')).toHaveValue('four');
});

test('letters of a note are counted, and no more can be typed than are sent', async ({ page }) => {
    await show(page, 'security', 'en');
    await button(page, 'See and choose a time').click();
    await button(page, 'I want to talk about this first…').click();
    await expect(button(page, /Send to/)).toBeDisabled();
    await page.getByRole('radio', { name: 'I am busy with something important' }).check();
    await page.getByLabel('Anything else?').fill('My invoices\nare due');
    await expect(page.getByText(spoken('19 of 300 letters'))).toBeVisible();
    await page.getByLabel('Anything else?').pressSequentially('x'.repeat(300), { delay: 0 });
    await expect(page.getByText(spoken('300 of 300 letters'))).toBeVisible();
    await expect(page.getByText('It is a security update')).toBeVisible();
    await page.getByLabel('Anything else?').fill('My invoices');
    await button(page, /Send to/).click();
    await expect(page.getByRole('listitem')).toContainText('has your note');
});

test('"Update now" begins it, and closing the question answers nothing', async ({ page }) => {
    await show(page, 'question', 'en');
    await button(page, 'See and choose a time').click();
    await button(page, 'Back').click();
    await expect(button(page, 'See and choose a time')).toBeVisible();
    await button(page, 'See and choose a time').click();
    await button(page, 'Update now').click();
    await expect(page.getByRole('status')).toContainText('begins now');
});

test('who may not put it off any more is offered no later time', async ({ page }) => {
    await show(page, 'answered', 'en');
    await button(page, 'Change the time').click();
    await expect(page.getByText('You cannot move it to a later time any more.')).toBeVisible();
    await page.getByRole('radio', { name: 'Pick another time' }).check();
    await page.getByLabel('Day', { exact: true }).selectOption({ index: 0 });
    await button(page, 'Set the time').click();
    await expect(page.getByRole('status')).toContainText('It is set');
});

test('of two windows the later one is told that it is over', async ({ page, context }) => {
    await show(page, 'question', 'en');
    await button(page, 'See and choose a time').click();
    const other = await context.newPage();
    await other.goto('/this-pc.html?play=question&lang=en&open=question');
    await expect(heading(other)).toHaveText(plainly('A big update for LibreOffice is coming.'));
    await button(other, 'Update now').click();
    await expect(heading(page)).toContainText('This question is over.');
    await button(page, 'Back').click();
    await expect(page.getByText('No big update is planned.')).toBeVisible();
});

test('a restart has its time printed, and is moved three times in the open', async ({ page }) => {
    await show(page, 'restart', 'en');
    await expect(heading(page)).toHaveText('This PC needs a restart.');
    await expect(page.getByRole('listitem')).toContainText('if nobody is using it');
    await button(page, 'Choose a time').click();
    await expect(heading(page)).toBeFocused();
    await expect(page.getByText('Your windows will not open again by themselves.')).toBeVisible();
    await expect(page.getByText(/You can move this \S*3\S* more times\. The last day is/)).toBeVisible();
    await expect(page.getByRole('radio').first()).toBeChecked();
    await expect(page.getByRole('radio').first()).toHaveAccessibleName(/^\u2068?T/);
    await button(page, 'Back').click();
    await expect(page.getByRole('listitem'), 'who closes it has answered nothing').toContainText('if nobody is using it');
    for (const left of ['2', '1', null]) {
        await button(page, /Choose a time|Change the time/).click();
        await page.getByRole('radio', { name: 'Pick another time' }).check();
        await page.getByLabel('Day', { exact: true }).selectOption({ index: 1 });
        const times = page.getByLabel('Time', { exact: true });
        // The last times of that day: an earlier one than is planned would be no move to later.
        const ofDay = await times.getByRole('option').count();
        await times.selectOption({ index: ofDay - (left === '2' ? 3 : left === '1' ? 2 : 1) });
        await button(page, 'OK').click();
        await expect(page.getByRole('status')).toContainText('as you asked. You are told 15 minutes before.');
        await button(page, 'Change the time').click();
        await expect(page.getByRole('radio', { checked: true }), 'a time stands that no "OK" takes away').toHaveCount(0);
        await expect(button(page, 'OK')).toBeDisabled();
        const moves = left ? new RegExp(`You can move this \\S*${left}\\S* more time`) : 'You cannot move it to a later time any more.';
        await expect(page.getByText(moves)).toBeVisible();
        await button(page, 'Back').click();
    }
    await button(page, 'Change the time').click();
    await page.getByRole('radio').first().check();
    await button(page, 'OK').click();
    await expect(page.getByRole('listitem')).toContainText('if nobody is using it');
});

test('a restart can be had now, and others for whom it waits are named', async ({ page }) => {
    await show(page, 'restart', 'en');
    await button(page, 'Choose a time').click();
    await button(page, 'Restart now').click();
    await expect(page.getByRole('status')).toContainText('It restarts in a moment. Save your work now.');
    await show(page, 'waits', 'en');
    await button(page, 'Change the time').click();
    await expect(page.getByText(/are still signed in\.\S* Unsaved work would be lost, so your PC waits\./)).toBeVisible();
});

test('a question is answered without a mouse', async ({ page }) => {
    await show(page, 'question', 'en');
    const keyboard = new Keyboard(page);
    await keyboard.activate(button(page, 'See and choose a time'));
    await keyboard.to(page.getByRole('radio').first());
    await keyboard.press('ArrowDown');
    await expect(page.getByRole('radio').nth(1)).toBeChecked();
    await keyboard.activate(button(page, 'Set the time'));
    await expect(page.getByRole('status')).toContainText('It is set');
    await expect(heading(page)).toBeFocused();
});

test('what is not known is not called up to date', async ({ page }) => {
    for (const play of ['silent', 'absent', 'no-office', 'foreign'] as const) {
        await show(page, play, 'en');
        await expect(heading(page)).not.toContainText('up to date');
        await expect(page.locator('h1 svg.good')).toHaveCount(0);
    }
});

test('what a maker wrote is text and nothing else', async ({ page }) => {
    let asked = false;
    page.on('dialog', () => (asked = true));
    await show(page, 'several', 'en');
    await page.locator('main li button').nth(2).click();
    await page.getByText('What the maker wrote').click();
    await expect(page.getByText('<img src=x onerror=alert(1)>').first()).toBeVisible();
    await expect(page.locator('main img')).toHaveCount(0);
    expect(asked).toBe(false);
});

test('the page of a PC asks nobody but its own server', async ({ page, baseURL }) => {
    const strange: string[] = [];
    page.on('request', (request) => {
        if (!request.url().startsWith(`${baseURL}/`)) {
            strange.push(request.url());
        }
    });
    page.on('console', (message) => strange.push(...(message.type() === 'error' ? [message.text()] : [])));
    for (const screen of SCREENS.filter(({ plays }) => plays.includes('question'))) {
        await show(page, 'question', 'en');
        await open(page, screen);
    }
    expect(strange).toEqual([]);
});

/** A sentence in which each name may be isolated from the direction of the words around it. */
function plainly(sentence: string): RegExp {
    const words = sentence.split(' ').map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/(\\\.)$/, '\u2069?$1'));
    return new RegExp(words.map((word) => `\u2068?${word}\u2069?`).join(' '));
}
