/** From the first check's beginning to the last one's end. */
export class BusyTime {
  #from: number | undefined;
  ms = 0;

  began(): void {
    this.#from ??= performance.now();
  }

  settled(): void {
    this.ms = performance.now() - (this.#from ?? performance.now());
  }
}
