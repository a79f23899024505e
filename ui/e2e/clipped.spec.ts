import { expect, test } from '@playwright/test';
import { cutOff, unfold } from './looks';
import { open, SCREENS, settled, show } from './screens';

const SIZES = [
    { name: 'the usual window', width: 1120, height: 760 },
    { name: 'the smallest window', width: 880, height: 600 },
    { name: 'the smallest window at 200 %', width: 440, height: 300 },
    { name: '320 pixels', width: 320, height: 640 },
];

for (const language of ['en-XA', 'ar']) {
    for (const screen of SCREENS) {
        for (const play of screen.plays) {
            test(`nothing of ${screen.name} of ${play} is cut off in any window: ${language}`, async ({ page }) => {
                await show(page, play, language);
                await open(page, screen);
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
