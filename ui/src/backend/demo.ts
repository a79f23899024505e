import type { Answer, Ask, Snapshot } from '../generated';
import type { Backend } from './index';

/** The Rust engine behind a small web server on this computer: alive, or playing what it once wrote. */
export function demo(page: URL): Backend {
    const base = basePath(page);
    return {
        snapshot: async () => (await get(base + 'snapshot')).json() as Promise<Snapshot>,
        watch: (draw) => watch(base + 'snapshots', draw),
        ask: (ask) => post(base + 'ask', ask),
        words: async (tag) => (await get(base + 'words/' + encodeURIComponent(tag))).text(),
    };
}

function basePath(page: URL): string {
    const play = page.searchParams.get('play');
    const language = page.searchParams.get('lang') ?? 'en';
    return play === null ? '/engine/' : `/play/${encodeURIComponent(play)}.${encodeURIComponent(language)}/`;
}

async function get(path: string): Promise<Response> {
    return succeeded(await fetch(path));
}

async function post(path: string, ask: Ask): Promise<Answer> {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(ask) });
    return succeeded(response).json() as Promise<Answer>;
}

function succeeded(response: Response): Response {
    if (!response.ok) {
        throw new Error(`${response.url} answered ${response.status}`);
    }
    return response;
}

function watch(path: string, draw: (snapshot: Snapshot) => void): () => void {
    const source = new EventSource(path);
    source.onmessage = (event) => draw(JSON.parse(event.data as string) as Snapshot);
    return () => source.close();
}
