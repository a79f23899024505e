import { tick } from 'svelte';

import { askToQuit } from './leaving.svelte';
import { live } from './live.svelte';
import { back, forward, go, here } from './places.svelte';
import { check, isFlow, planAll, tonight } from './ways';

export const MAC = /Mac/.test(navigator.platform);

/** The keys that work everywhere, most of them in an office only. */
export function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || document.querySelector('dialog[open]')) {
        return;
    }
    const acts = live.snapshot.place.at === 'office' ? ACTS : ANYWHERE;
    const act = acts[named(event)];
    if (act) {
        event.preventDefault();
        act();
    }
}

const ANYWHERE: Record<string, () => void> = {
    'command+q': askToQuit,
};

const ACTS: Record<string, () => void> = {
    ...ANYWHERE,
    'command+1': () => go({ at: 'home' }),
    'command+2': () => go({ at: 'pcs' }),
    'command+3': () => go({ at: 'updates' }),
    'command+4': () => go({ at: 'duties' }),
    'command+5': () => go({ at: 'report' }),
    'command+,': () => go({ at: 'settings' }),
    'command+f': () => void find(),
    'command+u': planAll,
    'command+shift+u': tonight,
    'command+r': check,
    f5: check,
    f1: () => go({ at: 'help' }),
    f6: otherPart,
    escape: leaveFlow,
    [MAC ? 'command+[' : 'alt+arrowleft']: back,
    [MAC ? 'command+]' : 'alt+arrowright']: forward,
};

/** Like "command+shift+u". */
function named(event: KeyboardEvent): string {
    const command = MAC ? event.metaKey : event.ctrlKey;
    const parts = [command && 'command', event.altKey && 'alt', event.shiftKey && 'shift', event.key.toLowerCase()];
    return parts.filter(Boolean).join('+');
}

/** Goes to where one can look for a PC. */
export async function find(): Promise<void> {
    if (here().at !== 'pcs') {
        go({ at: 'pcs' });
        await tick();
        await tick();
    }
    document.getElementById('find')?.focus();
}

function otherPart(): void {
    const inMain = document.querySelector('main')?.contains(document.activeElement);
    const there = inMain ? document.querySelector<HTMLElement>('nav button[aria-current]') : null;
    (there ?? document.querySelector<HTMLElement>('main'))?.focus();
}

function leaveFlow(): void {
    if (isFlow(here())) {
        back();
    }
}
