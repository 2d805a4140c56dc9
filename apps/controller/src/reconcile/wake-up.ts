/** Lets a loop sleep until a time is over or somebody calls. A call while nobody sleeps is kept. */
export interface WakeUp {
  call(): void;
  /** Resolves after `milliseconds` or at the next call, whichever is first. */
  sleep(milliseconds: number): Promise<void>;
}

export function createWakeUp(): WakeUp {
  let isCalled = false;
  let wake: (() => void) | null = null;
  return {
    call() {
      isCalled = true;
      wake?.();
    },
    async sleep(milliseconds) {
      if (!isCalled) await until(milliseconds, (resolve) => (wake = resolve));
      wake = null;
      isCalled = false;
    },
  };
}

function until(milliseconds: number, register: (resolve: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    register(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
