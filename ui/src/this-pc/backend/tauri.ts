import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';

import type { Answered, Picture } from '../generated';
import type { Backend, Open } from './index';

/** The PC behind the app's own process. */
export const tauri: Backend = {
    picture: () => invoke<Picture>('this_pc'),
    // What was pushed before anybody heard is pulled.
    watch: (draw) => {
        void listen<Picture>('this-pc', (event) => draw(event.payload)).then(async () => draw(await invoke<Picture>('this_pc')));
    },
    shown: (question) => invoke('this_pc_shown', { question }),
    answer: (question, answer) => invoke<Answered>('this_pc_answer', { question, answer }),
    wrong: (after, words) => invoke<Answered>('this_pc_wrong', { after, words }),
    ask: (words) => invoke<Answered>('this_pc_ask', { words }),
    words: (tag) => invoke<string>('words', { tag }),
    wanted: () => invoke<Open>('this_pc_wanted'),
    opens: (open) => void listen<Open>('this-pc-open', (event) => open(event.payload)),
};
