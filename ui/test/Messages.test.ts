import { flushSync, mount, unmount } from 'svelte';
import { expect, test } from 'vitest';
import Messages from '../src/screens/settings/Messages.svelte';
import { setWords } from '../src/words';
import { snapshot } from './sample';

async function shown(no_messages: string | null): Promise<string> {
    setWords('en', 'ui-test-message = Show a test message');
    const settings = { ...snapshot(1).settings, no_messages };
    const messages = mount(Messages, { target: document.body, props: { settings, messages: [] } });
    flushSync();
    const text = document.body.textContent ?? '';
    await unmount(messages);
    return text;
}

test('a test message is offered only where it would be shown', async () => {
    expect(await shown(null)).toContain('Show a test message');
    const without = await shown('Messages cannot be shown.');
    expect(without).toContain('Messages cannot be shown.');
    expect(without).not.toContain('Show a test message');
});
