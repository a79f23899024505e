import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';

import type { Answer, Snapshot } from '../generated';
import type { Backend, Open } from './index';

/** The engine in the app's own process. */
export const tauri: Backend = {
    snapshot: () => invoke<Snapshot>('snapshot'),
    watch: (draw) => hear<Snapshot>('snapshot', draw),
    ask: (ask) => invoke<Answer>('ask', { ask }),
    words: (tag) => invoke<string>('words', { tag }),
    pickFolder: () => invoke<string | null>('pick_folder'),
    opens: (open) => hear<Open>('open', open),
};

function hear<T>(name: string, act: (payload: T) => void): () => void {
    const listening = listen<T>(name, (event) => act(event.payload));
    return () => void listening.then((stop) => stop());
}
