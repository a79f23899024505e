import { test } from '@playwright/test';
import * as person from './person';
import { open, SCREENS, show } from './screens';

const folder = process.env.PICTURES;
const LANGUAGES = (process.env.PICTURES_IN ?? 'en').split(',');
const SIZES = [
    { name: '', width: 1120, height: 760 },
    { name: '-narrow', width: 440, height: 760 },
];

const SMALL = [
    { name: '', ...person.SMALL },
    { name: '-narrow', width: 320, height: 560 },
];

test.skip(!folder, 'PICTURES names no folder');

for (const language of LANGUAGES) {
    for (const colorScheme of ['light', 'dark'] as const) {
        for (const { name, ...viewport } of SIZES) {
            for (const screen of SCREENS) {
                for (const play of screen.plays) {
                    const file = `${screen.name}-${play}-${colorScheme}${name}${language === 'en' ? '' : `-${language}`}`;
                    test(file, async ({ page }) => {
                        await page.setViewportSize(viewport);
                        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
                        await show(page, play, language);
                        await open(page, screen);
                        await page.screenshot({ path: `${folder}/${file}.png`, fullPage: name !== '' });
                    });
                }
            }
        }
        for (const { name, ...viewport } of SMALL) {
            for (const screen of person.SCREENS) {
                for (const play of screen.plays) {
                    const file = `this-pc-${screen.name}-${play}-${colorScheme}${name}${language === 'en' ? '' : `-${language}`}`;
                    test(file, async ({ page }) => {
                        await page.setViewportSize(viewport);
                        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
                        await person.show(page, play, language);
                        await person.open(page, screen);
                        await page.screenshot({ path: `${folder}/${file}.png`, fullPage: true });
                    });
                }
            }
        }
    }
}
