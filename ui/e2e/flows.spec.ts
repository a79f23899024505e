import { expect, test } from '@playwright/test';
import { expectNoViolations } from './axe';
import { Engine } from './engine';
import { open, SCREENS, show } from './screens';
import { spoken } from './spoken';

test('from home to a round that runs in two clicks, and to its result', async ({ page, request }) => {
    const engine = new Engine(request);
    await engine.practiceOffice();
    await page.goto('/');
    await page.getByRole('button', { name: 'Update all…' }).click();
    await page.getByRole('button', { name: 'Start now' }).click();
    await expect(page.getByRole('progressbar')).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole('heading', { level: 1 })).toContainText('PCs are done');

    await expect(page.getByRole('heading', { level: 1 })).toContainText('up to date', { timeout: 120_000 });
    await expect(page.getByText(/^Asked .* people/)).toBeVisible({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Done' }).click();
    await expect(page.getByRole('navigation')).toBeVisible();
    await engine.until((snapshot) => snapshot.office?.result === null);
});

test('what lost its tick in the plan stays as it is', async ({ page, request }) => {
    const engine = new Engine(request);
    await engine.practiceOffice();
    await page.goto('/');
    await page.getByRole('button', { name: 'Update all…' }).click();
    await page.locator('summary').first().click();
    const first = page.locator('ul.box').getByRole('checkbox').first();
    const pc = (await page.locator('ul.box label:has(input)').first().innerText()).split('\n')[0];
    await first.click();
    await expect(page.getByText(spoken('You took 1 tick away.'))).toBeVisible();
    await page.getByRole('button', { name: 'Start now' }).click();

    await expect(page.getByRole('button', { name: 'Done' })).toBeVisible({ timeout: 120_000 });
    const rows = (await engine.snapshot()).office?.pcs ?? [];
    expect(rows.find((row) => row.name === pc)?.updates).toBeGreaterThan(0);
});

test('the others wait until it works on the PC that goes first', async ({ page, request }) => {
    const engine = new Engine(request);
    await engine.practiceOffice();
    await page.goto('/');
    await page.getByRole('button', { name: 'Update all…' }).click();
    await page.getByLabel('Who goes first').selectOption({ index: 1 });
    await expect(page.getByText(spoken('The other 4 PCs get their updates once they work there.'))).toBeVisible();
    await expectNoViolations(page);
    await page.getByRole('button', { name: 'Start now' }).click();

    await expect(page.getByText(/waiting until it works on/i)).toHaveCount(4, { timeout: 30_000 });
    await expect(page.getByRole('button', { name: 'Done' })).toBeVisible({ timeout: 120_000 });
    // One stays that failed, or that somebody is asked about.
    await engine.until((snapshot) => snapshot.office?.pcs.every((row) => row.updates < 2) ?? false);
});

test('practice people are asked, and one asks to wait and is answered', async ({ page, request }) => {
    const engine = new Engine(request);
    await engine.practiceOffice();
    await page.goto('/');
    await page.getByRole('button', { name: 'Update all…' }).click();
    await page.getByRole('button', { name: 'Start now' }).click();
    await page.getByRole('button', { name: 'Done' }).click({ timeout: 60_000 });
    const asked = page.getByRole('listitem').filter({ hasText: spoken('My invoice tool may stop working.') }).first();
    await expect(asked).toBeVisible({ timeout: 60_000 });
    await asked.getByRole('button', { name: 'Answer…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox').first().selectOption('keep');
    await dialog.locator('button[type="submit"]').click();
    await expect(asked).toBeHidden();
    const rows = (await engine.snapshot()).office?.programs ?? [];
    expect(rows.find((row) => row.name === 'Accounts')?.pcs, 'who said yes has it').toContain('2');
});

test('a PC on which something was cut off is repaired from what needs somebody', async ({ page }) => {
    await show(page, 'trouble', 'en');
    await page.getByRole('button', { name: /^See all/ }).click();
    const cut = page.getByRole('listitem').filter({ hasText: spoken('An update did not end') });
    await expect(cut).toContainText(spoken('Press "Repair this PC" on its page'));
    await cut.getByRole('button', { name: 'See what to do' }).click();
    await page.getByRole('button', { name: 'Repair this PC…' }).click();
    await expect(page.getByRole('heading', { name: 'What is not whole is repaired first' })).toBeVisible();
});

test('a PC of which somebody else decides what it is offered says so', async ({ page }) => {
    await show(page, 'trouble', 'en');
    await page.locator('nav li.pcs button').click();
    await page.getByLabel('Find a PC or a person').fill('Accounts 2');
    await page.getByRole('main').getByText('Accounts 2', { exact: true }).click();
    const said = 'is decided by your IT service. What it holds back is not shown here';
    await expect(page.getByRole('main')).toContainText(spoken(said));
});

test('"Not now" starts nothing', async ({ page, request }) => {
    const engine = new Engine(request);
    await engine.practiceOffice();
    await page.goto('/');
    await page.getByRole('button', { name: 'Update all…' }).click();
    await page.getByRole('button', { name: 'Not now' }).click();
    await expect(page.getByRole('button', { name: 'Update all…' })).toBeVisible();
    expect((await engine.snapshot()).office?.run).toBeNull();
});

test('a practice office that is left is gone', async ({ page, request }) => {
    const engine = new Engine(request);
    await engine.practiceOffice();
    await page.goto('/');
    await page.getByRole('button', { name: 'Leave the practice office' }).click();
    await expect(page.getByRole('heading', { name: 'Set up your office' })).toBeVisible();
    await expect(page.getByText('This is a practice office.')).toBeHidden();
    await engine.until((snapshot) => snapshot.office === null);
});

test('the wizard goes back, and keeps what was chosen', async ({ page, request }) => {
    const engine = new Engine(request);
    await engine.practiceOffice();
    await engine.ask({ ask: 'step', step: 4 });
    await page.goto('/');
    await page.getByRole('radio', { name: 'Only when I press Update all' }).check();
    await page.getByRole('button', { name: 'Next' }).click();
    await expect(page.getByText(spoken('Step 5 of 5'))).toBeVisible();
    for (const step of [4, 3, 2, 1]) {
        await page.getByRole('button', { name: 'Back' }).click();
        await expect(page.getByText(spoken(`Step ${step} of 5`))).toBeVisible();
        await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
    }
    await engine.ask({ ask: 'step', step: 4 });
    await expect(page.getByRole('radio', { name: 'Only when I press Update all' })).toBeChecked();
});

test('the first step is gone back to, and what is changed there is taken', async ({ page, request }) => {
    const engine = new Engine(request);
    await engine.practiceInSetUp();
    await page.goto('/');
    await page.getByRole('button', { name: 'Back' }).click();
    await expect(page.getByText(spoken('Step 1 of 5'))).toBeVisible();
    await expect(page.getByLabel('Who looks after the PCs?')).toHaveValue('Maria Lopez');
    await page.getByLabel('Office name').fill('Bakery');
    await page.getByLabel('Closes at').selectOption({ index: 19 });
    await page.getByRole('button', { name: 'Next: add PCs' }).click();
    await expect(page.getByText(spoken('Step 2 of 5'))).toBeVisible();
    await engine.until(({ office }) => office?.name === 'Bakery' && office.open.to === 20);
});

test('the name of the office is changed with the words on paper', async ({ page, request }) => {
    const engine = new Engine(request);
    await engine.practiceInSetUp();
    await engine.ask({ ask: 'step', step: 5 });
    await engine.until(({ place }) => place.at === 'setup' && place.paper !== null);
    const { place } = await engine.snapshot();
    const words = place.at === 'setup' ? (place.paper?.owner ?? '') : '';
    await engine.ask({ ask: 'step', step: 6 });
    await page.goto('/');
    await page.getByRole('button', { name: 'Settings' }).click();
    await expect(page.getByLabel('Words of the owner')).toHaveCount(0);
    await page.getByLabel('Office name').fill('Bakery');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByLabel('Words of the owner')).toHaveAccessibleDescription(/not the words of the owner/);
    await expect(page.getByLabel('Words of the owner')).toBeFocused();
    await page.getByLabel('Words of the owner').fill(words);
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Each PC hears of it')).toBeVisible();
    await engine.until(({ office }) => office?.name === 'Bakery');
    await expect(page.getByLabel('Words of the owner')).toHaveCount(0);
});

test('a PC does not get the name of another', async ({ page, request }) => {
    const engine = new Engine(request);
    await engine.practiceOffice();
    await engine.ask({ ask: 'step', step: 3 });
    await page.goto('/');
    const desk = page.getByRole('textbox', { name: /front-desk/ });
    await desk.fill('till');
    await page.getByRole('button', { name: 'Next' }).click();
    await expect(desk).toHaveAccessibleDescription(/Another PC is called/);
    await expect(desk).toBeFocused();
    await expect(page.getByText(spoken('Step 3 of 5'))).toBeVisible();
    await desk.fill('Reception');
    await page.getByRole('button', { name: 'Next' }).click();
    await expect(page.getByText(spoken('Step 4 of 5'))).toBeVisible();
    expect((await engine.snapshot()).office?.pcs.map(({ name }) => name)).toContain('Reception');
});

test('the words for paper have to be in a safe place first', async ({ page, request }) => {
    const engine = new Engine(request);
    await engine.practiceInSetUp();
    await engine.ask({ ask: 'step', step: 5 });
    await page.goto('/');
    const finish = page.getByRole('button', { name: 'Let me look first' });
    await expect(finish).toBeDisabled();
    await page.getByRole('checkbox', { name: 'I have put these words in a safe place' }).check();
    await finish.click();
    await expect(page.getByRole('button', { name: 'Update all…' })).toBeVisible();
});

test('an office without a name is not set up', async ({ page, request }) => {
    const engine = new Engine(request);
    await engine.anew();
    await page.goto('/');
    await page.getByLabel('Office name').fill('  ');
    await page.getByRole('button', { name: 'Next: add PCs' }).click();
    await expect(page.getByLabel('Office name')).toBeFocused();
    await expect(page.getByLabel('Office name')).toHaveAccessibleDescription(/Type a name for your office/);
    expect((await engine.snapshot()).office).toBeNull();
});

for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(colorScheme, () => {
        test.use({ colorScheme });

        test('no step of the wizard keeps anybody out', async ({ page, request }) => {
            const engine = new Engine(request);
            await engine.practiceOffice();
            await page.goto('/');
            for (const step of [2, 3, 4, 5]) {
                await engine.ask({ ask: 'step', step });
                await expect(page.getByText(spoken(`Step ${step} of 5`))).toBeVisible();
                await expectNoViolations(page);
            }
        });

        for (const [screen, play] of [['plan', 'normal'], ['result', 'result'], ['add', 'normal']] as const) {
            test(`what ${screen} folds away keeps nobody out`, async ({ page }) => {
                // The office of a play is made when it is first asked for, which takes a while on a busy computer.
                await page.request.get(`/play/${play}.en/snapshot`);
                await show(page, play, 'en');
                await open(page, SCREENS.find(({ name }) => name === screen) as (typeof SCREENS)[number]);
                for (const summary of await page.locator('main summary').all()) {
                    await summary.click();
                }
                await expectNoViolations(page);
            });
        }
    });
}

test('a PC goes back to the version before, and takes the newer one again', async ({ page, request }) => {
    const engine = new Engine(request);
    await engine.practiceOffice();
    const { office } = await engine.snapshot();
    const pc = office?.pcs.find((row) => row.name === 'till');
    await engine.ask({ ask: 'start', wanted: { on: 'pcs', pcs: [pc?.id ?? ''] }, tonight: false, leave_out: [], take_in: [], first: null, then_off: false });
    await engine.until((snapshot) => snapshot.office?.result !== null && snapshot.office?.run === null);
    await engine.ask({ ask: 'result_seen' });
    await page.goto('/');
    await page.getByRole('button', { name: /^PCs/ }).click();
    await page.getByRole('main').getByRole('button', { name: /till/ }).first().click();
    const ways = page.getByRole('region', { name: 'Going back' });
    const first = ways.getByRole('listitem').first();
    const name = await first.locator('bdi').first().innerText();
    await first.getByRole('button', { name: 'Go back…' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('button', { name: 'Go back to the old version' })).toBeDisabled();
    await dialog.getByLabel('Why?').fill('It no longer prints');
    await expectNoViolations(page);
    await dialog.getByRole('button', { name: 'Go back to the old version' }).click();
    await expect(dialog).toBeHidden();
    const back = ways.getByRole('listitem').filter({ hasText: name });
    await expect(back).toContainText('It no longer prints', { timeout: 60_000 });
    await expect(back).toContainText('Maria Lopez');
    await back.getByRole('button', { name: 'Take newer versions again' }).click();
    await expect(back.getByRole('button', { name: 'Take newer versions again' })).toBeHidden({ timeout: 60_000 });
});

test('a restart waits for whoever is signed in, says so, and is moved and taken back', async ({ page, request }) => {
    const engine = new Engine(request);
    await engine.practiceOffice();
    await page.goto('/');
    await page.getByRole('button', { name: 'Update all…' }).click();
    await expect(page.getByRole('checkbox', { name: 'Then switch the PCs off' })).not.toBeChecked();
    await page.getByRole('button', { name: 'Start now' }).click();
    await page.getByRole('button', { name: 'Done' }).click({ timeout: 120_000 });

    const needy = (await engine.snapshot()).office?.pcs.find((row) => row.look === 'restart');
    await page.locator('nav li.pcs button').click();
    await page.getByText(needy?.name ?? 'nobody', { exact: true }).click();
    await expect(page.getByText(/needs a restart for:.*practice-core/)).toBeVisible();
    await page.getByRole('button', { name: 'Restart…' }).click();
    await page.getByRole('radio', { name: 'As soon as nobody uses it' }).check();
    await expectNoViolations(page);
    await page.getByRole('button', { name: 'Restart', exact: true }).click();
    await expect(page.getByText(/ana.* is still signed in\./)).toBeVisible({ timeout: 20_000 });

    await page.getByRole('button', { name: 'Move the restart…' }).click();
    await page.getByRole('radio', { name: 'Not before' }).check();
    await page.getByRole('button', { name: 'Restart', exact: true }).click();
    await expect(page.getByText(spoken('once nobody uses it.')).first()).toBeVisible({ timeout: 20_000 });
    await page.getByRole('button', { name: 'Do not restart' }).click();
    await expect(page.getByRole('button', { name: 'Restart…' })).toBeVisible({ timeout: 20_000 });
});
