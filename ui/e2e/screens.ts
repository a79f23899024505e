import { expect, type Locator, type Page } from '@playwright/test';
import { inApp, toStep, withCompany, withoutClipboard } from './staged';

/** An office that the Rust engine once wrote down. */
export type Play = Office | Wizard | 'people' | 'many' | 'sources' | 'running' | 'result' | 'setup' | 'broken';
type Office = 'empty' | 'normal' | 'trouble';
type Wizard = `wizard-${Office}`;

interface Screen {
    name: string;
    /** The plays in which there is something of it to see. */
    plays: Play[];
    open: (page: Page) => Promise<void>;
}

/** 1,000 PCs are made up when somebody first asks for them, which a busy computer takes a while for. */
const FIRST_DRAWN = 60_000;

const OFFICES: Play[] = ['empty', 'normal', 'trouble'];
const WITH_PCS: Play[] = ['normal', 'trouble'];
const WIZARDS: Play[] = ['wizard-empty', 'wizard-normal', 'wizard-trouble'];
/** The steps of the wizard in which there is an office. */
const STEPS = [2, 3, 4, 5];

/** Every screen and dialog, and how to get there from home in any language. */
export const SCREENS: Screen[] = [
    { name: 'home', plays: OFFICES, open: async () => {} },
    { name: 'pcs', plays: OFFICES, open: (page) => nav(page, 'pcs') },
    { name: 'pc', plays: WITH_PCS, open: openPc },
    { name: 'changes', plays: ['normal'], open: openChanges },
    { name: 'pc-off', plays: ['normal'], open: openOff },
    { name: 'updates', plays: OFFICES, open: (page) => nav(page, 'updates') },
    { name: 'program', plays: WITH_PCS, open: openProgram },
    { name: 'duties', plays: OFFICES, open: openDuties },
    { name: 'uses', plays: WITH_PCS, open: askWhoUses },
    { name: 'stand-in', plays: OFFICES, open: askWhoStandsIn },
    { name: 'away', plays: ['normal'], open: askWhenAway },
    { name: 'report', plays: OFFICES, open: (page) => nav(page, 'report') },
    { name: 'settings', plays: OFFICES, open: (page) => nav(page, 'settings') },
    { name: 'help', plays: OFFICES, open: (page) => nav(page, 'help') },
    { name: 'needs', plays: OFFICES, open: (page) => task(page, 1) },
    { name: 'answer', plays: ['trouble'], open: openAnswer },
    { name: 'add', plays: OFFICES, open: openAdd },
    { name: 'plan', plays: WITH_PCS, open: (page) => task(page, 0) },
    { name: 'running', plays: ['running'], open: async () => {} },
    { name: 'progress', plays: ['running'], open: (page) => page.locator('main button.primary').first().click() },
    { name: 'last-round', plays: ['result'], open: async () => {} },
    { name: 'result', plays: ['result'], open: openResult },
    { name: 'setup', plays: ['setup'], open: async () => {} },
    { name: 'step-1', plays: ['wizard-normal'], open: (page) => openStep(page, 1) },
    ...STEPS.map((step): Screen => ({ name: `step-${step}`, plays: WIZARDS, open: (page) => openStep(page, step) })),
    { name: 'broken', plays: ['broken'], open: async () => {} },
    { name: 'company', plays: ['normal'], open: openCompany },
    { name: 'your-office', plays: ['normal'], open: renameOffice },
    { name: 'rename', plays: WITH_PCS, open: (page) => askAboutPc(page, -2) },
    { name: 'remove', plays: WITH_PCS, open: (page) => askAboutPc(page, -1) },
    { name: 'pc-failed', plays: ['result'], open: openFailed },
    { name: 'pc-firmware', plays: ['sources'], open: (page) => openNamed(page, 'Room 1') },
    { name: 'pc-firmware-only', plays: ['sources'], open: (page) => openNamed(page, 'Lab') },
    { name: 'pc-firmware-off', plays: ['sources'], open: (page) => openNamed(page, "Ana's laptop") },
    { name: 'firmware', plays: ['sources'], open: askForFirmware },
    { name: 'updates-firmware', plays: ['sources'], open: (page) => nav(page, 'updates') },
    { name: 'program-firmware', plays: ['sources'], open: openFirmware },
    { name: 'pc-whole', plays: ['sources'], open: (page) => openNamed(page, 'Storage') },
    { name: 'pc-own', plays: ['sources'], open: (page) => openNamed(page, 'Room 2') },
    { name: 'plan-own', plays: ['sources'], open: planOwn },
    { name: 'program-own', plays: ['sources'], open: openOwn },
    { name: 'result-own', plays: ['sources'], open: openResult },
    { name: 'agree-late', plays: ['normal'], open: agreeToBeLate },
    { name: 'pc-agreed', plays: ['trouble'], open: (page) => openNamed(page, 'Room 2') },
    { name: 'pc-managed', plays: ['trouble'], open: (page) => openFound(page, 'Accounts 2') },
    { name: 'exceptions', plays: ['trouble'], open: openExceptions },
    { name: 'hold', plays: WITH_PCS, open: keepBack },
    { name: 'not-ours', plays: ['normal'], open: askNotOurs },
    { name: 'everywhere', plays: ['normal'], open: askEverywhere },
    { name: 'copy', plays: OFFICES, open: copyByHand },
    { name: 'quit', plays: OFFICES, open: askToQuit },
];

/** Shows a play from its beginning. */
export async function show(page: Page, play: Play, language: string): Promise<void> {
    await page.unrouteAll();
    await page.goto(`/?play=${play}&lang=${language}`);
    await expect(page.locator('main h1')).toHaveCount(1, { timeout: FIRST_DRAWN });
    await settled(page);
}

/** Opens a screen of the play that is shown, and waits until it is there. */
export async function open(page: Page, screen: Screen): Promise<void> {
    await screen.open(page);
    await settled(page);
}

/** Waits until nothing moves. */
export async function settled(page: Page): Promise<void> {
    await expect(page.locator('main h1')).toHaveCount(1);
    await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
}

async function nav(page: Page, place: string): Promise<void> {
    await page.locator(`nav li.${place} button`).click();
    await expect(page.locator(`nav li.${place} button`)).toHaveAttribute('aria-current', 'page');
}

async function task(page: Page, index: number): Promise<void> {
    await nav(page, 'help');
    await page.locator('main ul.box button').nth(index).click();
    await expect(page.locator('#help-tasks')).toHaveCount(0);
}

/** Somebody asked to wait, and is answered: the row under what somebody says is wrong. */
async function openAnswer(page: Page): Promise<void> {
    await task(page, 1);
    await page.locator('main ul.box button').nth(1).click();
    await expect(page.locator('dialog[open] select').first()).toBeVisible();
}

async function openAdd(page: Page): Promise<void> {
    await task(page, 2);
    await hasCode(page);
}

async function hasCode(page: Page): Promise<void> {
    await expect(page.locator('main .digits')).toBeVisible();
}

async function openPc(page: Page): Promise<void> {
    await nav(page, 'pcs');
    await page.locator('main li > button, [role="row"][aria-level="2"]').first().click();
    await expect(page.locator('#pc-facts')).toBeVisible();
}

async function openNamed(page: Page, name: string): Promise<void> {
    await nav(page, 'pcs');
    await page.locator('main li > button, [role="row"][aria-level="2"]').filter({ hasText: name }).first().click();
    await expect(page.locator('#pc-facts')).toBeVisible();
}

/** A PC so far down that its row is drawn only once it is looked for. */
async function openFound(page: Page, name: string): Promise<void> {
    await nav(page, 'pcs');
    await page.getByRole('main').getByRole('textbox').first().fill(name);
    // What is found stands in no groups.
    await page.locator('main li > button, [role="row"][aria-level="1"]').filter({ hasText: name }).first().click();
    await expect(page.locator('#pc-facts')).toBeVisible();
}

/** A PC with what each of its updates changes. */
async function openChanges(page: Page): Promise<void> {
    await openNamed(page, 'Front desk');
    for (const update of await page.locator('main .update').all()) {
        await update.locator('summary').first().click();
    }
}

/** A PC that is off, which others can wake. */
async function openOff(page: Page): Promise<void> {
    await openNamed(page, "Ana's laptop");
}

async function openDuties(page: Page): Promise<void> {
    await nav(page, 'duties');
    await expect(page.locator('#duties-in-charge')).toBeVisible();
}

async function askWhoUses(page: Page): Promise<void> {
    await openDuties(page);
    await ask(page, page.locator('section[aria-labelledby="duties-people"] button').first());
}

async function askWhoStandsIn(page: Page): Promise<void> {
    await openDuties(page);
    await ask(page, page.locator('section[aria-labelledby="duties-in-charge"] button').first());
}

async function askWhenAway(page: Page): Promise<void> {
    await openDuties(page);
    await ask(page, page.locator('section[aria-labelledby="duties-in-charge"] button').nth(1));
}

async function openProgram(page: Page): Promise<void> {
    await nav(page, 'updates');
    await page.locator('main ul.box button.quiet').first().click();
    await expect(page.locator('#program-pcs')).toBeVisible();
}

/** A PC on which something did not go in, after its result was seen. */
async function openFailed(page: Page): Promise<void> {
    await openPc(page);
    await expect(page.locator('main .update .pill').first()).toBeVisible();
}

async function keepBack(page: Page): Promise<void> {
    await openProgram(page);
    await page.locator('main button:not(.primary, .quiet)').first().click();
    await expect(page.locator('dialog[open]')).toBeVisible();
}

async function agreeToBeLate(page: Page): Promise<void> {
    await openNamed(page, 'Accounts');
    await ask(page, page.locator('main .update button.quiet').first());
}

async function openFirmware(page: Page): Promise<void> {
    await nav(page, 'updates');
    await page.locator('main ul.box li').filter({ hasText: 'Webcam' }).getByRole('button').click();
    await expect(page.locator('#program-pcs')).toBeVisible();
}

/** A program that people of a PC have for themselves. */
async function openOwn(page: Page): Promise<void> {
    await nav(page, 'updates');
    await page.locator('main ul.box li').filter({ hasText: 'Notes' }).locator('button.quiet').click();
    await expect(page.locator('#program-pcs')).toBeVisible();
}

async function planOwn(page: Page): Promise<void> {
    await openNamed(page, 'Room 2');
    await page.locator('main button.primary').click();
    await expect(page.locator('#pc-facts')).toHaveCount(0);
}

async function askForFirmware(page: Page): Promise<void> {
    await openNamed(page, 'Room 1');
    await ask(page, page.locator('main .update .alone button').last());
}

/** From the row of an update that the owner agreed to be late with. */
async function openExceptions(page: Page): Promise<void> {
    await openNamed(page, 'Room 2');
    await page.locator('main .update:has(.agreed) button.quiet').click();
    await expect(page.locator('#updates-exceptions')).toBeFocused();
}

async function openResult(page: Page): Promise<void> {
    await page.locator('section[aria-labelledby="home-result"] button').first().click();
    await expect(page.locator('#home-result')).toHaveCount(0);
}

async function openStep(page: Page, step: number): Promise<void> {
    await toStep(page, step);
    await expect(page.locator('.setup > .row')).toContainText(new RegExp(`${step}.*5`));
    if (step === 2) {
        await hasCode(page);
    }
}

async function openCompany(page: Page): Promise<void> {
    await withCompany(page);
    await task(page, 2);
    await page.locator('main section > details > summary').last().click();
}

async function renameOffice(page: Page): Promise<void> {
    await nav(page, 'settings');
    const fields = page.locator('section[aria-labelledby="settings-office"] .field input');
    await fields.first().fill('Harbour Dental and Sons');
    await expect(fields).toHaveCount(3);
}

async function askAboutPc(page: Page, button: number): Promise<void> {
    await openPc(page);
    await ask(page, page.locator('main h1 ~ .row button, .stack:has(> * > h1) > .row button').nth(button));
}

async function askNotOurs(page: Page): Promise<void> {
    await openCompany(page);
    await ask(page, page.locator('main ul.box button.quiet').first());
}

async function askEverywhere(page: Page): Promise<void> {
    await openCompany(page);
    await ask(page, page.locator('main details[open] button').last());
}

async function copyByHand(page: Page): Promise<void> {
    await nav(page, 'help');
    await withoutClipboard(page);
    await ask(page, page.locator('section[aria-labelledby="help-helper"] button'));
}

async function askToQuit(page: Page): Promise<void> {
    await inApp(page);
    await nav(page, 'settings');
    await ask(page, page.locator('section[aria-labelledby="settings-computer"] button').last());
}

async function ask(page: Page, button: Locator): Promise<void> {
    await button.click();
    await expect(page.locator('dialog[open]')).toBeVisible();
}
