import { setWords } from '../words';
import type { Answer, Backend, Open } from './backend';
import type { Answered, Picture } from './generated';

class Live {
    /** The newest picture. It is replaced as a whole, never changed. */
    picture = $state.raw<Picture>() as Picture;
}

/** What the window shows. Set before anything is drawn. */
export const live = new Live();

let backend: Backend;
let spoken = '';

/** Gets the first picture and follows the newer ones. Where to go first. */
export async function begin(chosen: Backend): Promise<Open> {
    backend = chosen;
    await take(await backend.picture());
    backend.watch((picture) => void take(picture));
    return backend.wanted();
}

export function answer(question: string, said: Answer): Promise<Answered> {
    return backend.answer(question, said);
}

export function wrong(after: string, words: string): Promise<Answered> {
    return backend.wrong(after, words);
}

export function ask(words: string): Promise<Answered> {
    return backend.ask(words);
}

export function shown(question: string): void {
    void backend.shown(question);
}

export function onOpen(open: (place: Open) => void): void {
    backend.opens(open);
}

async function take(picture: Picture): Promise<void> {
    if (picture.language !== spoken) {
        setWords(picture.language, await backend.words(picture.language));
        spoken = picture.language;
        document.documentElement.lang = picture.language;
        document.documentElement.dir = picture.direction;
    }
    if (!live.picture || picture.revision > live.picture.revision) {
        live.picture = picture;
    }
}
