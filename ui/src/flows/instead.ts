import { back, go, type Where } from '../places.svelte';

/** Goes on from a flow that is over: the way back does not lead into it again. */
export function instead(place: Where): void {
    back();
    go(place);
}
