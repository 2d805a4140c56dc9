/**
 * What runs in the sandbox before the step's source, in the same world. It gives a function that starts an evaluation
 * and one that tells how it stands. Only text crosses to the host, so no object of the sandbox is ever touched outside
 * it. Whatever it needs later it keeps in constants, because the source may replace every global.
 */
export const prelude = String.raw`(now, outputCharacters) => {
  "use strict";
  const { parse, stringify } = JSON;
  const { isFinite } = Number;
  const { apply, construct } = Reflect;
  const { slice } = String.prototype;
  const { then } = Promise.prototype;
  const AsyncFunction = (async () => {}).constructor;
  const NativeDate = Date;
  const TextOf = String;
  const NativeSyntaxError = SyntaxError;
  const NativeInternalError = InternalError;

  function FixedDate(...parts) {
    if (new.target === undefined) return TextOf(new NativeDate(now));
    return construct(NativeDate, parts.length === 0 ? [now] : parts, new.target === FixedDate ? NativeDate : new.target);
  }
  FixedDate.now = () => now;
  FixedDate.UTC = NativeDate.UTC;
  FixedDate.parse = NativeDate.parse;
  FixedDate.prototype = NativeDate.prototype;
  NativeDate.prototype.constructor = FixedDate;
  globalThis.Date = FixedDate;
  Math.random = () => {
    throw new Error("Math.random is not available: a step that is repeated must give the same result");
  };

  class Unfit { constructor(why) { this.why = why; } }

  function onlyJson(key, value) {
    switch (typeof value) {
      case "function": case "symbol": case "bigint":
        throw new Unfit("it holds a " + typeof value + at(key));
      case "number":
        if (!isFinite(value)) throw new Unfit("it holds " + TextOf(value) + at(key));
    }
    return value;
  }
  const at = (key) => (key === "" ? "" : " at " + stringify(apply(slice, key, [0, 100])));

  function describe(thrown) {
    try {
      if (typeof thrown === "object" && thrown !== null && "message" in thrown) {
        const name = thrown.name === undefined ? "" : thrown.name + ": ";
        return apply(slice, name + thrown.message, [0, 1000]);
      }
      return apply(slice, TextOf(thrown), [0, 1000]);
    } catch {
      return "something that cannot be shown";
    }
  }

  let standing = "";
  function accept(value) {
    let text;
    try {
      text = stringify(value, onlyJson);
    } catch (thrown) {
      if (thrown instanceof Unfit) standing = "unfit:" + thrown.why;
      else standing = (thrown instanceof NativeInternalError ? "threw:" : "unfit:") + describe(thrown);
      return;
    }
    if (text === undefined) text = "null";
    standing = text.length > outputCharacters ? "large:" + text.length : "value:" + text;
  }

  function start(source, input) {
    let body;
    try {
      body = new AsyncFunction("input", source);
    } catch (thrown) {
      standing = (thrown instanceof NativeSyntaxError ? "syntax:" : "threw:") + describe(thrown);
      return;
    }
    const run = async () => accept(await body(parse(input)));
    apply(then, run(), [undefined, (thrown) => { standing = "threw:" + describe(thrown); }]);
  }

  return (source, input) => {
    if (source !== undefined) start(source, input);
    return standing;
  };
}`;
