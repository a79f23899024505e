import type { Backend, Open } from './backend';
import type { Answer, Ask, Snapshot } from './generated';
import { setWords } from './words';

class Live {
    /** The newest picture. It is replaced as a whole, never changed. */
    snapshot = $state.raw<Snapshot>() as Snapshot;
    /** Why the last thing asked for was not done, until something else is asked for. */
    refusal = $state.raw<{ number: number; sentence: string } | null>(null);
}

/** What the window shows. Set before anything is drawn. */
export const live = new Live();

let backend: Backend;
let spoken = '';
let refusals = 0;

/** Gets the first picture and follows the newer ones. */
export async function begin(chosen: Backend): Promise<void> {
    backend = chosen;
    await take(await backend.snapshot());
    backend.watch((snapshot) => void take(snapshot));
}

/** Asks the engine. What could not be done is also shown at the window's edge. */
export async function ask(wish: Ask): Promise<Answer> {
    live.refusal = null;
    const answer = await backend.ask(wish);
    if (answer.answer === 'refused') {
        refusals += 1;
        live.refusal = { number: refusals, sentence: answer.sentence };
    }
    return answer;
}

/** Asks for something to look at. A refusal is for the asking screen to show. */
export function look(question: Ask): Promise<Answer> {
    return backend.ask(question);
}

/** Whether folders can be chosen in a dialog. */
export function canPickFolder(): boolean {
    return backend.pickFolder !== undefined;
}

export async function pickFolder(): Promise<string | null> {
    return (await backend.pickFolder?.()) ?? null;
}

/** Whether the window can end the program. */
export function canQuit(): boolean {
    return backend.quit !== undefined;
}

export function quit(): void {
    void backend.quit?.();
}

export function onOpen(open: (place: Open) => void): () => void {
    return backend.opens?.(open) ?? (() => {});
}

async function take(snapshot: Snapshot): Promise<void> {
    if (snapshot.language !== spoken) {
        setWords(snapshot.language, await backend.words(snapshot.language));
        spoken = snapshot.language;
        document.documentElement.lang = snapshot.language;
        document.documentElement.dir = snapshot.direction;
    }
    if (!live.snapshot || snapshot.revision > live.snapshot.revision) {
        live.snapshot = snapshot;
    }
}
