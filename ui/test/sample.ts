import type { Group, Look, PcRow, Snapshot } from '../src/generated';

export function pcRow(id: string, look: Look = 'good'): PcRow {
    return { id, name: `PC ${id}`, who: null, look, state: 'up to date', note: null, seen: 'on now', updates: 0, here: false };
}

export function group(look: Look, count: number): Group {
    return { look, title: `${look} (${count})`, count };
}

export function snapshot(revision: number, more: Partial<Snapshot> = {}): Snapshot {
    return {
        revision,
        language: 'en',
        direction: 'ltr',
        place: { at: 'office' },
        practice: false,
        office: null,
        settings: {
            languages: [{ tag: 'en', name: 'English' }],
            autostart: null,
            quiet: false,
            messages: '',
            digest_at: 570,
            no_messages: null,
            version: '0.1.0',
        },
        said: null,
        ...more,
    };
}
