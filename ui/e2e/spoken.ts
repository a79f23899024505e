/** A sentence as it is on the page, where numbers are isolated from the direction of the words around them. */
export function spoken(sentence: string): RegExp {
    const plain = sentence.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return new RegExp(plain.replace(/\d+/g, '\u2068?$&\u2069?'));
}
