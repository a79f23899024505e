import { look, live } from './live.svelte';
import type { Answer, Ask } from './generated';

type Kind = Answer['answer'];
type Of<K extends Kind> = Extract<Answer, { answer: K }>;

/** The answer to a question that a screen shows, asked again whenever something has changed. */
export class Asked<K extends Kind> {
    answer = $state.raw<Of<K> | null>(null);
    /** Why there is no answer. */
    refused = $state.raw<string | null>(null);

    #kind: K;
    #asking = false;
    #next: Ask | null = null;

    /** To be made while a component is set up. */
    constructor(kind: K, question: () => Ask) {
        this.#kind = kind;
        $effect(() => {
            void live.snapshot.revision;
            this.#next = question();
            void this.#ask();
        });
    }

    /** One question at a time; of those that came up meanwhile, only the last. */
    async #ask(): Promise<void> {
        if (this.#asking) {
            return;
        }
        this.#asking = true;
        try {
            while (this.#next) {
                const question = this.#next;
                this.#next = null;
                this.#take(await look(question));
            }
        } finally {
            this.#asking = false;
        }
    }

    #take(answer: Answer): void {
        if (answer.answer === this.#kind) {
            this.answer = answer as Of<K>;
            this.refused = null;
        } else if (answer.answer === 'refused') {
            this.refused = answer.sentence;
        }
    }
}
