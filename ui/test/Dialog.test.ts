import { createRawSnippet, flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import Dialog from '../src/parts/Dialog.svelte';

const children = createRawSnippet(() => ({ render: () => '<p>Text</p>' }));
let before: HTMLButtonElement;

beforeEach(() => {
    HTMLDialogElement.prototype.showModal = vi.fn(function (this: HTMLDialogElement) {
        this.open = true;
    });
    before = document.body.appendChild(document.createElement('button'));
    before.focus();
});

afterEach(() => before.remove());

test('Esc asks the owner to close, and the focus goes back to where it was', async () => {
    const onclose = vi.fn();
    const dialog = mount(Dialog, { target: document.body, props: { title: 'Title', onclose, children } });
    flushSync();
    const element = document.querySelector('dialog') as HTMLDialogElement;
    before.blur();
    const cancel = new Event('cancel', { cancelable: true });
    element.dispatchEvent(cancel);
    expect(onclose).toHaveBeenCalledOnce();
    expect(cancel.defaultPrevented).toBe(true);
    await unmount(dialog);
    expect(document.activeElement).toBe(before);
});

test('it is named by its title', async () => {
    const props = { title: 'Title', onclose: () => {}, children, alert: true };
    const dialog = mount(Dialog, { target: document.body, props });
    flushSync();
    const element = document.querySelector('dialog') as HTMLDialogElement;
    const title = document.getElementById(element.getAttribute('aria-labelledby') ?? '');
    expect(title?.textContent).toBe('Title');
    expect(element.getAttribute('role')).toBe('alertdialog');
    await unmount(dialog);
});
