import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig(({ mode }) => ({
    plugins: [svelte()],
    build: {
        target: ['es2022', 'safari16'],
        modulePreload: { polyfill: false },
        // The office's window, and the small one of a PC's people.
        rolldownOptions: { input: ['index.html', 'this-pc.html'] },
    },
    // Without this, a test gets the half of Svelte that is for servers.
    resolve: mode === 'test' ? { conditions: ['browser'] } : {},
    server: { port: 5173, strictPort: true, proxy: proxies('http://127.0.0.1:4780') },
    test: { environment: 'jsdom', include: ['test/**/*.test.ts'] },
}));

function proxies(target: string) {
    return { '/engine': target, '/person': target, '/play': target };
}
