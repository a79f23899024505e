import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';
import { createSubscriber } from 'svelte/reactivity';

let bundle = new FluentBundle('en');
let tellReaders = () => {};

const follow = createSubscriber((update) => {
    tellReaders = update;
    return () => (tellReaders = () => {});
});

/** Speaks from this catalogue from now on. What is on the screen is written anew. */
export function setWords(language: string, catalogue: string): void {
    // The engine writes digits as addresses and versions have them, so the page does, too, in every language.
    bundle = new FluentBundle(`${language}-u-nu-latn`, { useIsolating: true });
    bundle.addResource(new FluentResource(catalogue));
    tellReaders();
}

/** The sentence with this id. One that is not in the catalogue comes back as its id in brackets. */
export function t(id: string, values: Record<string, FluentVariable> = {}): string {
    follow();
    const pattern = bundle.getMessage(id)?.value;
    return pattern ? bundle.formatPattern(pattern, values, []) : `[${id}]`;
}

/** The language that is spoken, for `Intl`. */
export function language(): string {
    follow();
    return bundle.locales[0] ?? 'en';
}

/** The direction of what somebody types: its own, once it has a letter. Before, "auto" would mean from left to right. */
export function directionOf(typed: string): 'auto' | undefined {
    return /\p{L}/u.test(typed) ? 'auto' : undefined;
}

/** As at the beginning of a line: its first letter is a capital, also where it is isolated from the words around it. */
export function capital(words: string): string {
    return words.replace(/^[\u2066-\u2068]*\p{L}/u, (first) => first.toLocaleUpperCase(language()));
}

/** A number by itself. */
export function count(value: number): string {
    return new Intl.NumberFormat(language()).format(value);
}

/** Several things in a row. */
export function list(things: (string | null | undefined)[]): string {
    const said = things.filter((thing): thing is string => Boolean(thing));
    return new Intl.ListFormat(language(), { type: 'unit', style: 'short' }).format(said);
}

/** An hour of the day, 0 to 24, as the engine writes it, too: "18:00". */
export function hour(value: number): string {
    return minute(value * 60);
}

/** A time of the day, in minutes after midnight: "09:30". */
export function minute(value: number): string {
    const clock = new Intl.DateTimeFormat(language(), { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC' });
    return clock.format(Date.UTC(2024, 0, 1, 0, value));
}

export const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** A day of the week. */
export function weekday(day: (typeof WEEK)[number], width: 'long' | 'short' = 'long'): string {
    const name = new Intl.DateTimeFormat(language(), { weekday: width, timeZone: 'UTC' });
    return name.format(Date.UTC(2024, 0, 1 + WEEK.indexOf(day)));
}

/** The day after so many days from today, as the engine writes it, too: "14 December". */
export function dayIn(days: number): string {
    const spoken = language().startsWith('en') ? 'en-GB' : language();
    const name = new Intl.DateTimeFormat(spoken, { day: 'numeric', month: 'long' });
    const day = new Date();
    day.setDate(day.getDate() + days);
    return name.format(day);
}

/** A month, given as `YYYY-MM`. */
export function month(value: string): string {
    const name = new Intl.DateTimeFormat(language(), { month: 'long', year: 'numeric', timeZone: 'UTC' });
    return name.format(new Date(`${value}-01T00:00:00Z`));
}
