import type { Answer, Ask, Snapshot } from '../generated';
import { tauri } from './tauri';

/** What the shell can be told to open: from the tray, a message or a second start. */
export type Open = 'home' | 'plan' | 'needs' | 'result' | 'report' | 'quit';

/** The way to the engine. Whoever stands behind it, the page decides nothing. */
export interface Backend {
    snapshot(): Promise<Snapshot>;
    /** Calls `draw` with every newer snapshot, until the returned function is called. */
    watch(draw: (snapshot: Snapshot) => void): () => void;
    ask(ask: Ask): Promise<Answer>;
    /** The catalogue of a language, as Fluent text. */
    words(tag: string): Promise<string>;
    /** Lets the person choose a folder; absent where there is no such dialog. */
    pickFolder?(): Promise<string | null>;
    /** Ends the program; absent in a browser. */
    quit?(): Promise<void>;
    opens?(open: (place: Open) => void): () => void;
}

/** The real engine inside the app, the practice or played one inside a browser. */
export async function chooseBackend(): Promise<Backend> {
    if ('__TAURI_INTERNALS__' in window) {
        return tauri;
    }
    return (await import('./demo')).demo(new URL(window.location.href));
}
