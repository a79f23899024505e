import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';

import type { Answer, Snapshot } from '../generated';
import type { Backend, Open } from './index';

/** The engine in the app's own process. */
export const tauri: Backend = {
    snapshot: () => invoke<Snapshot>('snapshot'),
    watch: (draw) => hear<Snapshot>('snapshot', draw, () => invoke<Snapshot>('snapshot')),
    ask: (ask) => invoke<Answer>('ask', { ask }),
    words: (tag) => invoke<string>('words', { tag }),
    pickFolder: () => invoke<string | null>('pick_folder'),
    quit: () => invoke('quit'),
    opens: (open) => hear<Open>('open', open, () => invoke<Open | null>('wanted')),
};

/** Hears what is pushed, and then pulls what was pushed before anybody heard. */
function hear<T>(name: string, act: (payload: T) => void, pull: () => Promise<T | null>): () => void {
    const listening = listen<T>(name, (event) => act(event.payload));
    void listening.then(pull).then((missed) => missed && act(missed));
    return () => void listening.then((stop) => stop());
}
