import type { Answered, Picture } from '../generated';
import type { Answer, Backend, Open } from './index';

/** A made-up PC behind a small web server on this computer. */
export function demo(page: URL): Backend {
    const asked = page.searchParams;
    const play = `${asked.get('play') ?? 'question'}.${asked.get('lang') ?? 'en'}`;
    const base = `/person/${encodeURIComponent(play)}/`;
    return {
        picture: async () => (await get(base + 'picture')).json() as Promise<Picture>,
        watch: (draw) => {
            new EventSource(base + 'pictures').onmessage = (event) => draw(JSON.parse(event.data as string) as Picture);
        },
        shown: async (question) => void (await post(base + 'shown', { question })),
        answer: async (question, answer: Answer) =>
            (await post(base + 'answer', { question, answer })).json() as Promise<Answered>,
        wrong: async (after, words) => (await post(base + 'wrong', { after, words })).json() as Promise<Answered>,
        ask: async (words) => (await post(base + 'ask', { words })).json() as Promise<Answered>,
        words: async (tag) => (await get(base + 'words/' + encodeURIComponent(tag))).text(),
        wanted: () => Promise.resolve((asked.get('open') ?? 'home') as Open),
        opens: () => {},
    };
}

async function get(path: string): Promise<Response> {
    return succeeded(await fetch(path));
}

async function post(path: string, body: object): Promise<Response> {
    const headers = { 'content-type': 'application/json' };
    return succeeded(await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) }));
}

function succeeded(response: Response): Response {
    if (!response.ok) {
        throw new Error(`${response.url} answered ${response.status}`);
    }
    return response;
}
