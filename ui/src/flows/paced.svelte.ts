/** A screen reader hears of a change at most this often. */
const PAUSE = 15_000;

/** The newest text, but not oftener than every 15 seconds. Made while a component is set up. */
export class Paced {
    said = $state('');

    constructor(newest: () => string) {
        let spoke = -PAUSE;
        $effect(() => {
            const text = newest();
            const wait = Math.max(0, spoke + PAUSE - performance.now());
            const timer = setTimeout(() => {
                spoke = performance.now();
                this.said = text;
            }, wait);
            return () => clearTimeout(timer);
        });
    }
}
