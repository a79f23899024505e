import type { Answered, Picture } from '../generated';
import { tauri } from './tauri';

/** What a person says to a question, as the helper reads it. */
export type Answer =
    | { answer: 'now' }
    | { answer: 'time'; time: string }
    | { answer: 'objection'; worry: Worry; words: string };

export type Worry = { worry: 'busy'; until: string } | { worry: 'tool' } | { worry: 'unwanted' };

/** Where the window can be opened: as it is, at the question that is to be answered first, or at a note. */
export type Open = 'home' | 'question' | 'note';

/** The way to this PC. Whoever stands behind it, the page decides nothing. */
export interface Backend {
    picture(): Promise<Picture>;
    /** Calls `draw` with every newer picture. */
    watch(draw: (picture: Picture) => void): void;
    /** Says that a question is on the screen. */
    shown(question: string): Promise<void>;
    answer(question: string, answer: Answer): Promise<Answered>;
    /** Says that something is wrong since that was put in place. */
    wrong(after: string, words: string): Promise<Answered>;
    /** Writes to whoever is in charge. */
    ask(words: string): Promise<Answered>;
    /** The catalogue of a language, as Fluent text. */
    words(tag: string): Promise<string>;
    /** Where to go first. */
    wanted(): Promise<Open>;
    opens(open: (place: Open) => void): void;
}

/** The real PC inside the app, a made-up one inside a browser. */
export async function chooseBackend(): Promise<Backend> {
    if ('__TAURI_INTERNALS__' in window) {
        return tauri;
    }
    return (await import('./demo')).demo(new URL(window.location.href));
}
