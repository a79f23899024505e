import { canQuit } from './live.svelte';

/** Whether the person is asked if the program shall end. */
export const leaving = $state({ asked: false });

export function askToQuit(): void {
    leaving.asked = canQuit();
}
