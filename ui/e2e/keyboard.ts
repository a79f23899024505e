import { expect, type Locator, type Page } from '@playwright/test';

/** As many Tabs as the fullest screen can have between two places. */
const MOST_TABS = 60;

/** A person without a mouse. Counts what is pressed; what is typed into fields does not count. */
export class Keyboard {
    presses = 0;

    constructor(private readonly page: Page) {}

    async press(key: 'Tab' | 'Shift+Tab' | 'Space' | 'Enter' | 'Escape' | 'ArrowDown' | 'ArrowUp'): Promise<void> {
        this.presses += 1;
        await this.page.keyboard.press(key);
    }

    async type(text: string): Promise<void> {
        await this.page.keyboard.type(text);
    }

    /** Goes on with Tab until this has the focus. */
    async to(target: Locator): Promise<void> {
        await expect(target).toBeVisible();
        for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
            if (await target.evaluate((element) => element === document.activeElement)) {
                return;
            }
            await this.press('Tab');
        }
        throw new Error(`Tab does not lead to ${String(target)}`);
    }

    async activate(target: Locator): Promise<void> {
        await this.to(target);
        await this.press('Enter');
    }
}
